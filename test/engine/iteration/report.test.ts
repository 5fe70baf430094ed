import assert from 'node:assert/strict';
import { test } from 'node:test';
import { evaluate, passesGate } from '../../../src/engine/iteration/evaluation.ts';
import type { Result } from '../../../src/engine/iteration/loop.ts';
import type { Place } from '../../../src/engine/iteration/place.ts';
import { reportOf } from '../../../src/engine/iteration/report.ts';
import { reportMarkdown, reportText } from '../../../src/engine/iteration/reportText.ts';
import { assertGolden } from '../../golden.ts';
import { episode } from '../episodes.ts';

/** A result of which the first `wins` of ten tasks on each split succeeded. */
function result(place: Partial<Place>, wins: number, more: Partial<Result> = {}): Result {
  const episodes = (['seen', 'unseen'] as const).flatMap(split =>
    Array.from({ length: 10 }, (_, index) =>
      episode({
        id: `${split}-${index}`,
        task: { split, id: `${split}-${index}` },
        reward: index < wins ? 1 : 0,
        does: 'look',
      }),
    ),
  );
  const evaluation = { episodes: { file: 'e', hash: '' }, ...evaluate(episodes) };
  const policy = { file: 'seed-1/iteration-0/train/checkpoint.policy', hash: '' };
  return { place: { seed: 1, arm: 'eto', iteration: 0, ...place }, policy, evaluation, accepted: true, ...more };
}

const results = [
  result({}, 4),
  result({ iteration: 1 }, 7),
  result({ iteration: 2 }, 6, { accepted: false }),
  result({ arm: 'rft', iteration: 1 }, 5),
  result({ seed: 2 }, 5),
  result({ seed: 2, iteration: 1 }, 8),
  result({ seed: 2, arm: 'rft', iteration: 1 }, 5),
];

const report = reportOf(results, { experiment: 'golden', seconds: ({ place }) => (place.iteration + 1) * 10 });

test('a report as text and as Markdown', () => {
  assertGolden(import.meta.dirname, 'report.txt', `${reportText(report)}\n`);
  assertGolden(import.meta.dirname, 'report.md', reportMarkdown(report));
});

test('a report without a result says so', () => {
  const nothing = reportOf([], { experiment: 'nothing', seconds: () => 0 });
  assert.equal(reportText(nothing), 'No policy has been evaluated yet.');
});

test('differences are paired: ETO against cloning, baselines against ETO of the same iteration', () => {
  const row = (arm: string, iteration: number) => report.rows.find(r => r.arm === arm && r.iteration === iteration)!;
  assert.ok(Math.abs(row('eto', 1).splits.seen!.difference!.mean - 0.3) < 1e-9);
  assert.ok(Math.abs(row('rft', 1).splits.seen!.difference!.mean + 0.25) < 1e-9);
  assert.equal(row('eto', 0).splits.seen!.difference, null);
  assert.deepEqual(row('eto', 2).rejected, [1]);
});

test('of several episodes of a task the best counts, and an episode without a reward is in no mean', () => {
  const { metrics, scores } = evaluate([
    episode({ id: 'a#0', task: { split: 'seen', id: 'a' }, reward: 0 }),
    episode({ id: 'a#1', task: { split: 'seen', id: 'a' }, reward: 1 }),
    episode({ id: 'b#0', task: { split: 'seen', id: 'b' }, reward: null, ending: 'timeout' }),
  ]);
  assert.deepEqual(scores.seen, [
    { task: 'a', reward: 1, success: true },
    { task: 'b', reward: null, success: false },
  ]);
  assert.equal(metrics.seen?.successRate, 1);
  assert.equal(metrics.seen?.unjudged, 1);
});

test('the gate compares average reward on val, and passes everything without it', () => {
  const on = (reward: number) => ({
    episodes: { file: 'e', hash: '' },
    ...evaluate([episode({ task: { split: 'val', id: 'v' }, reward })]),
  });
  assert.ok(passesGate(on(0.5), on(0.5)));
  assert.ok(!passesGate(on(0.4), on(0.5)));
  const without = { episodes: { file: 'e', hash: '' }, ...evaluate([]) };
  assert.ok(passesGate(without, on(0.5)));
});
