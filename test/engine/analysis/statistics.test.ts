import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import {
  differenceInterval,
  intervalText,
  type Score,
  scoreInterval,
} from '../../../src/engine/analysis/statistics.ts';
import { seeded } from '../../../src/engine/random.ts';

const options = { seed: 1, replicates: 1000 };

/** Scores of `seeds` runs on `tasks` tasks: run and task each have a level of their own, beside luck. */
function crossed({
  seeds,
  tasks,
  level = 0.5,
  from = 0,
}: {
  seeds: number;
  tasks: number;
  level?: number;
  from?: number;
}) {
  const random = seeded(from + 7);
  const normal = () => Array.from({ length: 12 }, () => random.uniform()).reduce((a, b) => a + b) - 6;
  const run = Array.from({ length: seeds }, () => normal() * 0.1);
  const task = Array.from({ length: tasks }, () => normal() * 0.1);
  return run.flatMap((ofRun, seed) =>
    task.map((ofTask, index): Score => ({ seed, task: `${index}`, value: level + ofRun + ofTask + normal() * 0.1 })),
  );
}

test('no scores, no interval', () => {
  assert.equal(scoreInterval([], options), null);
  assert.equal(differenceInterval([], [], options), null);
});

test('successes of one seed get the interval of Wilson', () => {
  const successes = (of: number, n: number) =>
    Array.from({ length: n }, (_, task): Score => ({ seed: 1, task: `${task}`, value: task < of ? 1 : 0 }));
  const half = scoreInterval(successes(5, 10), options)!;
  assert.equal(half.method, 'wilson');
  // Reference: 95 % score interval of 5 out of 10, and of 10 out of 10.
  assert.ok(Math.abs(half.low - 0.2366) < 1e-4 && Math.abs(half.high - 0.7634) < 1e-4);
  const all = scoreInterval(successes(10, 10), options)!;
  assert.ok(Math.abs(all.low - 0.7225) < 1e-4 && all.high === 1);
});

test('equal scores and seed give equal intervals, in whatever order the scores come', () => {
  const scores = crossed({ seeds: 3, tasks: 20 });
  const shuffled = seeded(3).shuffled(scores);
  assert.deepEqual(scoreInterval(shuffled, options), scoreInterval(scores, options));
  assert.notDeepEqual(scoreInterval(scores, { ...options, seed: 2 }), scoreInterval(scores, options));
});

test('several rollouts of a seed and task are one cell', () => {
  const scores: Score[] = [
    { seed: 1, task: 'a', value: 1 },
    { seed: 1, task: 'a', value: 0 },
    { seed: 1, task: 'b', value: 1 },
  ];
  const interval = scoreInterval(scores, options)!;
  assert.equal(interval.mean, 0.75);
  assert.deepEqual([interval.seeds, interval.tasks, interval.method], [1, 2, 'bootstrap']);
});

test('the interval holds the true mean about as often as it says', () => {
  const tries = 100;
  const hits = Array.from({ length: tries }, (_, from) => {
    const { low, high } = scoreInterval(crossed({ seeds: 12, tasks: 30, from }), { seed: from, replicates: 300 })!;
    return low <= 0.5 && 0.5 <= high;
  }).filter(Boolean).length;
  assert.ok(hits >= 85, `${hits} of ${tries}`);
});

test('a difference is paired: what both arms share does not widen it', () => {
  const baseline = crossed({ seeds: 8, tasks: 40 });
  const better = baseline.map(score => ({ ...score, value: score.value + 0.1 }));
  const { mean, low, high } = differenceInterval(better, baseline, options)!;
  for (const value of [mean, low, high]) assert.ok(Math.abs(value - 0.1) < 1e-9);
});

test('a difference is over the seeds and tasks that both have', () => {
  const baseline = crossed({ seeds: 3, tasks: 10 });
  const partial = baseline.filter(({ seed, task }) => seed < 2 && task !== '4');
  const interval = differenceInterval(partial, baseline, options)!;
  assert.deepEqual([interval.seeds, interval.tasks, interval.mean], [2, 9, 0]);
});

test('an interval holds its mean and stays in the range of the scores', () => {
  const score = fc.record({
    seed: fc.nat(3),
    task: fc.constantFrom('a', 'b', 'c'),
    value: fc.double({ min: 0, max: 1, noNaN: true }),
  });
  fc.assert(
    fc.property(fc.array(score, { minLength: 1, maxLength: 30 }), scores => {
      const { mean, low, high, method } = scoreInterval(scores, { seed: 1, replicates: 50 })!;
      assert.ok(low >= 0 && high <= 1 && low <= high);
      assert.ok(method === 'bootstrap' || (low <= mean && mean <= high));
    }),
  );
});

test('as text in percent', () => {
  const interval = { mean: 0.8284, low: -0.0001, high: 1, seeds: 1, tasks: 1, method: 'wilson' } as const;
  assert.equal(intervalText(interval), '82.8 [0.0, 100.0]');
});
