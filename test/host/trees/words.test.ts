import assert from 'node:assert/strict';
import { test } from 'node:test';
import { countText } from '../../../src/engine/countText.ts';
import { compareTitle, severalTitle } from '../../../src/host/compare/compareTitle.ts';
import { JobsBadge } from '../../../src/host/trees/jobsBadge.ts';
import { byReason, readPairSummary } from '../../../src/host/trees/pairSummary.ts';
import { rateText } from '../../../src/host/trees/rateText.ts';
import { firstTasks, type ReadRows } from '../../../src/host/trees/taskPages.ts';
import type { EpisodeRow, GroupRow } from '../../../src/protocol/episodeFiles.ts';

test('rates are told as far as they are known', () => {
  assert.equal(rateText({ successRate: 0.815, averageReward: 0.8249 }), 'success 81.5 % · reward 0.82');
  assert.equal(rateText({ successRate: null, averageReward: null }), '');
  assert.equal(countText(3000, 'episode'), '3,000 episodes');
  assert.equal(countText(1, 'episode'), '1 episode');
});

const titled = (policy: string, more: object = {}) => ({
  id: 'x',
  history: { task: { id: 'mug-1' } },
  outcome: { reward: 1, success: true, ending: 'success' as const },
  source: { policy, seed: 1, rollout: 0, temperature: 0, ...more },
});

test('a comparison is called by what tells its sides apart', () => {
  assert.equal(compareTitle(titled('a'), titled('expert')), 'mug-1: a ↔ expert');
  assert.equal(compareTitle(titled('a'), titled('a', { rollout: 2 })), 'mug-1: a #0 ↔ a #2');
  const iterations = [titled('a', { iteration: 0 }), titled('a', { iteration: 1 })] as const;
  assert.equal(compareTitle(...iterations), 'mug-1: a at iteration 0 ↔ a at iteration 1');
  assert.equal(compareTitle(titled('a'), titled('a')), 'mug-1: a (reward 1) ↔ a (reward 1)');
  const other = { ...titled('b'), history: { task: { id: 'mug-2' } } };
  assert.equal(compareTitle(titled('a'), other), 'mug-1 ↔ mug-2: a ↔ b');
  assert.equal(severalTitle(titled('a'), 3), 'mug-1: 3 episodes against a');
});

const run = (key: string, status: 'running' | 'failed' | 'gone' | 'finished') => ({ key, name: key, status });

test('the badge counts what runs, and what failed until somebody looks', () => {
  const badge = new JobsBadge();
  assert.equal(badge.update([run('a', 'failed')], false), undefined, 'it failed before this window opened');
  assert.deepEqual(badge.update([run('a', 'running'), run('b', 'running')], false), {
    value: 2,
    tooltip: '2 jobs run',
  });
  assert.deepEqual(badge.update([run('a', 'gone'), run('b', 'running')], false), {
    value: 2,
    tooltip: '1 job runs; failed since you last looked: a',
  });
  assert.equal(badge.update([run('a', 'gone'), run('b', 'finished')], true), undefined);
  assert.equal(badge.update([run('a', 'gone'), run('b', 'finished')], false), undefined);
});

test('the reasons of a summary are counted, and another file is none', () => {
  const unpaired = [
    { task: 'a', episode: 'a#0', reason: 'tie' },
    { task: 'b', reason: 'no-episode' },
    { task: 'c', episode: 'c#0', reason: 'tie' },
  ];
  const summary = readPairSummary({ tasks: 3, pairedTasks: 0, unpaired });
  assert.deepEqual(
    byReason(summary!.unpaired).map(([reason, all]) => [reason, all.length]),
    [
      ['tie', 2],
      ['no-episode', 1],
    ],
  );
  assert.equal(readPairSummary({ tasks: 'many' }), undefined);
});

/** A grouped view of tasks with so many episodes each, that gives at most `page` rows at once. */
function view(tasks: readonly number[], page: number): ReadRows {
  const rows = tasks.flatMap((episodes, task): (GroupRow | EpisodeRow)[] => [
    { group: `t${task}`, instruction: '', episodes, successes: 0, averageReward: null },
    ...Array.from({ length: episodes }, (_, index) => ({ id: `t${task}#${index}` }) as EpisodeRow),
  ]);
  return async (from, count) => ({ rows: rows.slice(from, from + Math.min(count, page)), total: rows.length });
}

test('tasks are read page by page, however many episodes each has', async () => {
  for (const page of [2, 3, 7, 500]) {
    const read = view([1, 4, 1, 9, 2], page);
    const all = await firstTasks(read, 10);
    assert.deepEqual(
      all.tasks.map(({ group, first }) => [group.group, (first as { readonly id: string }).id]),
      [0, 1, 2, 3, 4].map(task => [`t${task}`, `t${task}#0`]),
    );
    assert.equal(all.hasMore, false);
    const some = await firstTasks(read, 3);
    assert.deepEqual([some.tasks.length, some.hasMore], [3, true]);
    assert.equal((await firstTasks(read, 5)).hasMore, false);
  }
  assert.deepEqual(await firstTasks(view([], 5), 10), { tasks: [], hasMore: false });
});
