import assert from 'node:assert/strict';
import { test } from 'node:test';
import { mergeSettings } from '../../../src/engine/study/mergeSettings.ts';

test('objects are merged, everything else is replaced', () => {
  const base = { explore: { rollouts: 5, temperature: [0, 1] }, iterations: 2, pairs: { extraRounds: 5 } };
  const over = { explore: { temperature: [1] }, pairs: { extraRounds: null }, seeds: [3] };
  assert.deepEqual(mergeSettings(base, over), {
    explore: { rollouts: 5, temperature: [1] },
    iterations: 2,
    pairs: { extraRounds: null },
    seeds: [3],
  });
  assert.deepEqual(base.explore.temperature, [0, 1]);
});

test('things of another kind are not mixed', () => {
  const base = { policy: { kind: 'builtin', checkpoint: 'a.policy' } };
  assert.deepEqual(mergeSettings(base, { policy: { kind: 'random' } }), { policy: { kind: 'random' } });
  assert.deepEqual(mergeSettings(base, { policy: { kind: 'builtin' } }), base);
});

test('nothing over something changes nothing', () => {
  assert.deepEqual(mergeSettings({ a: 1 }, {}), { a: 1 });
  assert.deepEqual(mergeSettings({ a: 1 }, undefined), { a: 1 });
  assert.deepEqual(mergeSettings({}, { a: { b: 1 } }), { a: { b: 1 } });
});
