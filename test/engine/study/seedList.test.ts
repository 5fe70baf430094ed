import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseSeeds, seedsOption, seedsText } from '../../../src/engine/study/seedList.ts';

test('reads lists and ranges', () => {
  assert.deepEqual(parseSeeds('21-24'), [21, 22, 23, 24]);
  assert.deepEqual(parseSeeds('7'), [7]);
  assert.deepEqual(parseSeeds(' 9, 1-2 '), [9, 1, 2]);
  assert.deepEqual(parseSeeds('0'), [0]);
});

test('refuses what is no list of different seeds', () => {
  for (const text of ['', '1,', '3-1', '1-1000000', '1,1', '1-3,2', '-1', '1.5', 'all', '1–3', '9'.repeat(30)])
    assert.equal(parseSeeds(text), undefined, text);
});

test('writes them as short as they are read', () => {
  assert.equal(seedsText([21, 22, 23, 5]), '5, 21–23');
  for (const text of ['21-28', '1,5-7', '3']) assert.equal(seedsOption(parseSeeds(text)!), text);
});
