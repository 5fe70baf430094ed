import assert from 'node:assert/strict';
import { test } from 'node:test';
import { stageOffers } from '../../../src/engine/configuration/stageKeys.ts';

/** What is offered, as `key@text that stands there`. */
function offers(text: string): string[] {
  return stageOffers(text).map(({ key, offset }) => `${key}@${text.slice(offset).match(/^"\w+"|./)![0]}`);
}

test('offers each stage at its key, the others at the top, the whole loop at both', () => {
  assert.deepEqual(offers('// a\n{ "iterations": 2, /* { */ "train": {}, "explore": {} }'), [
    'iterations@{',
    'iterations@"iterations"',
    'explore@"explore"',
    'pairs@{',
    'train@"train"',
    'evaluate@{',
  ]);
  assert.deepEqual(offers('{}'), ['iterations@{', 'explore@{', 'pairs@{', 'train@{', 'evaluate@{']);
});

test('offers no training of what cannot be trained', () => {
  assert.deepEqual(offers('{ "policy": { "kind": "openai" } }'), ['explore@{', 'pairs@{', 'evaluate@{']);
});

test('takes keys of the experiment alone, in half written text too', () => {
  assert.deepEqual(offers('{ "a": { "explore": 1 }, "explore": {'), [
    'iterations@{',
    'explore@"explore"',
    'pairs@{',
    'train@{',
    'evaluate@{',
  ]);
});

test('offers nothing where there is no experiment', () => {
  for (const text of ['', '[]', '"explore"', '['.repeat(200_000), '// {']) assert.deepEqual(offers(text), []);
});
