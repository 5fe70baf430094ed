import assert from 'node:assert/strict';
import { test } from 'node:test';
import { problemSpans } from '../../../src/engine/analysis/problemSpans.ts';
import { stepProblems } from '../../../src/engine/analysis/problems.ts';
import { step } from '../episodes.ts';

const spans = (does: string) =>
  problemSpans(stepProblems(does.split(' ').map(action => step(action)))).map(({ kind, from, to }) => [kind, from, to]);

test('a loop is one problem, not one a step', () => {
  assert.deepEqual(spans('a b a b a b c'), [['revisiting-loop', 2, 6]]);
  assert.deepEqual(spans('a a a'), [['repeated-action', 1, 3]]);
});

test('mistakes in a row stay one each', () => {
  assert.deepEqual(spans('!a !b'), [
    ['invalid-action', 0, 1],
    ['invalid-action', 1, 2],
  ]);
});

test('two stretches with something between are two', () => {
  assert.deepEqual(spans('a a b b'), [
    ['repeated-action', 1, 2],
    ['repeated-action', 3, 4],
  ]);
});

test('a stretch is told by its steps, a single one in its own words', () => {
  const messages = (does: string) =>
    problemSpans(stepProblems(does.split(' ').map(action => step(action)))).map(({ message }) => message);
  assert.deepEqual(messages('a a a'), ['Steps 2 to 3 take the same action as the step before, to no effect.']);
  assert.deepEqual(messages('a a'), ['The same action as one step before, to no effect.']);
});
