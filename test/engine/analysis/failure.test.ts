import assert from 'node:assert/strict';
import { test } from 'node:test';
import { failureOf } from '../../../src/engine/analysis/failure.ts';
import { failureChanges } from '../../../src/engine/analysis/failureChange.ts';
import type { Ending, Trajectory } from '../../../src/engine/trajectory/trajectory.ts';
import { type EpisodeOptions, episode, step } from '../episodes.ts';

const opening = 'You see desk 1 shelf 1\nYour task is to: put mug in desk';
const seen = step('go to shelf 1', 'On shelf 1 you see mug 1');
const taken = step('take mug 1 from shelf 1', 'You hold mug 1');
const wrong = step('put mug 1 in/on shelf 1', 'mug 1 is in/on shelf 1');
const lost = step('!take mug 2 from shelf 1', 'Nothing happens.');

function played(steps: EpisodeOptions['steps'], more: EpisodeOptions = {}): Trajectory {
  return episode({ opening, task: { instruction: 'put mug in desk' }, ...more, ...(steps && { steps }) });
}

test('a mistake about the task decides, however long the loop after it', () => {
  const loop = Array.from({ length: 6 }, () => step('go to shelf 1', 'On shelf 1 you see mug 1'));
  const { kind, counts } = failureOf(played([seen, taken, wrong, ...loop]));
  assert.equal(kind, 'wrong-receptacle');
  assert.deepEqual(counts, { 'wrong-receptacle': 1, repeats: 6 });
});

test('one that was made good does not', () => {
  const delivered = step('put mug 1 in/on desk 1', 'mug 1 is in/on desk 1');
  const { kind } = failureOf(played([seen, taken, wrong, taken, delivered, lost, lost]));
  assert.equal(kind, 'wrong-number');
});

test('what ended the episode outweighs what it did most', () => {
  const go = step('go to shelf 1', 'On shelf 1 you see mug 1');
  const steps = [go, go, go, go, lost, lost, lost];
  assert.equal(failureOf(played(steps, { ending: 'invalid-limit' })).kind, 'wrong-number');
  assert.equal(failureOf(played([...steps.slice(0, 4), lost], { ending: 'step-limit' })).kind, 'repeats');
});

test('without a mistake the ending is the kind; a success has none', () => {
  const ended = (ending: Ending, reward: number | null) => failureOf(played([seen], { ending, reward })).kind;
  assert.equal(ended('step-limit', 0), 'gave-up');
  assert.equal(ended('done', 0.4), 'fell-short');
  assert.equal(ended('context-overflow', null), 'broken-off');
  assert.equal(ended('success', 1), null);
  assert.deepEqual(failureOf(played([], { ending: 'step-limit' })), { kind: 'gave-up', counts: {} });
});

const on = (id: string, reward: number | null, more: EpisodeOptions = {}) =>
  played([seen], { id: `${id}#0`, reward, task: { id, split: 'val', instruction: 'put mug in desk' }, ...more });

test('tasks are compared with themselves; what only one has played is counted apart', () => {
  const before = [on('a', 0), on('b', 1), on('c', 0), on('d', 1), on('e', null, { ending: 'timeout' }), on('x', 1)];
  const after = [on('a', 1), on('b', 0), on('c', 0), on('d', 1), on('e', 1), on('y', 0), on('z', 0)];
  const { tasks, kinds, success, unshared } = failureChanges(before, after);
  assert.deepEqual(
    tasks.map(({ task, change }) => `${task} ${change}`),
    ['a fixed', 'b broken', 'c failing', 'd solved', 'e unjudged'],
  );
  assert.deepEqual(kinds, [
    { kind: 'gave-up', before: 2, after: 2, fixed: 1, broken: 1 },
    { kind: 'broken-off', before: 1, after: 0, fixed: 0, broken: 0 },
  ]);
  const [all, ...splits] = success;
  assert.deepEqual([all?.tasks, all?.before, all?.after, all?.fixed, all?.broken], [4, 2, 2, 1, 1]);
  assert.equal(all?.difference?.mean, 0);
  assert.ok(all.difference.low < 0 && all.difference.high > 0);
  assert.deepEqual(splits, []);
  assert.equal(unshared, 3);
});

test('of several episodes of a task the best counts', () => {
  const before = [on('a', 0), { ...on('a', 1), id: 'a#1' }];
  const { tasks } = failureChanges(before, [on('a', 0)]);
  assert.deepEqual([tasks[0]?.before.id, tasks[0]?.change], ['a#1', 'broken']);
});

test('several splits have a row each, and nothing shared has none', () => {
  const both = [on('a', 1), on('b', 0, { task: { id: 'b', split: 'unseen' } })];
  assert.deepEqual(
    failureChanges(both, both).success.map(({ split, tasks }) => `${split} ${tasks}`),
    ['all 2', 'val 1', 'unseen 1'],
  );
  const { tasks, kinds, success } = failureChanges([on('a', 1)], [on('b', 1)]);
  assert.deepEqual([tasks, kinds, success[0]?.difference], [[], [], null]);
});
