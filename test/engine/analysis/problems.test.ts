import assert from 'node:assert/strict';
import { test } from 'node:test';
import { stepProblems } from '../../../src/engine/analysis/problems.ts';
import { step } from '../episodes.ts';

const kinds = (steps: Parameters<typeof stepProblems>[0]) => stepProblems(steps).map(({ step, kind }) => [step, kind]);

test('a clean episode has no problems, also when it goes back once', () => {
  assert.deepEqual(kinds([step('go desk'), step('take mug'), step('go desk'), step('put mug')]), []);
});

test('what the turn says of itself is listed with what the environment says', () => {
  const steps = [
    step('!take', 'Nothing happens.', { flags: ['cut-off', 'invented-observation'] }),
    step('!', 'Nothing happens.', { flags: ['no-action'] }),
  ];
  assert.deepEqual(kinds(steps), [
    [0, 'invented-observation'],
    [0, 'cut-off'],
    [0, 'invalid-action'],
    [1, 'no-action'],
  ]);
});

test('an action taken twice is idle when refused or answered as before', () => {
  const go = step('go desk', 'You arrive.');
  assert.deepEqual(kinds([go, step('!go desk', 'Nothing happens.')]), [
    [1, 'invalid-action'],
    [1, 'repeated-action'],
  ]);
  assert.deepEqual(kinds([go, go]), [[1, 'repeated-action']]);
  assert.deepEqual(kinds([go, step('go desk', 'You bump into it.')]), []);
});

test('every step of a revisiting loop is part of it', () => {
  const steps = [...'abcbac'].map(action => step(action));
  assert.deepEqual(kinds(steps), [
    [3, 'revisiting-loop'],
    [4, 'revisiting-loop'],
    [5, 'revisiting-loop'],
  ]);
  assert.match(stepProblems(steps)[0]!.message, /nothing new/);
});
