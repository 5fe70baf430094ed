import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { FileStatus } from '../../../src/protocol/episodeFiles.ts';
import {
  emptyWords,
  percentText,
  problemWords,
  readPart,
  rewardText,
  statusWords,
} from '../../../webview/episodes/words.ts';

const whole: FileStatus = {
  bytes: 1000,
  indexed: 1000,
  rows: 12_348,
  summarised: 12_348,
  malformed: 3,
  averageReward: 0.4312,
  successRate: 0.38,
  complete: true,
  version: 7,
};
const nothing = { rows: 0, summarised: 0, malformed: 0, averageReward: null, successRate: null };
const all = { filter: '', matches: 12_348 };

test('the status line says what a file holds', () => {
  const words = '12,345 episodes, average reward 0.43, success rate 38 %, 3 malformed lines';
  assert.equal(statusWords(whole, all), words);
  const some = { filter: 'loops', matches: 214 };
  assert.equal(
    statusWords(whole, some),
    '214 of 12,345 episodes shown. In the file: average reward 0.43, success rate 38 %, 3 malformed lines',
  );
  const half = { ...whole, complete: false, indexed: 500, summarised: 6174 };
  assert.match(statusWords(half, all), /^12,345 episodes, 25 % read, average/);
  assert.equal(statusWords({ ...whole, ...nothing, rows: 1 }, all), '1 episode');
  assert.equal(statusWords({ ...whole, ...nothing, rows: 1 }, some), '214 of 1 episode shown');
});

test('what is read never looks whole before it is', () => {
  const almost = { ...whole, complete: false };
  assert.equal(readPart(almost), 0.99);
  assert.equal(readPart(whole), 1);
  assert.equal(readPart({ ...almost, ...nothing, indexed: 340 }), 0.34);
  assert.deepEqual([0, 0.001, 0.5, 0.999, 1].map(percentText), ['0 %', '1 %', '50 %', '99 %', '100 %']);
});

test('an empty list says why it is empty', () => {
  assert.match(emptyWords({ ...whole, ...nothing, bytes: 0 }, '').message, /^The file is empty/);
  assert.equal(emptyWords({ ...whole, ...nothing, complete: false, indexed: 340 }, '').message, 'Reading, 34 % done…');
  assert.deepEqual(emptyWords(whole, 'loops'), { message: 'No episode matches the filter.', offer: 'clear-filter' });
  assert.match(
    emptyWords({ ...whole, complete: false, summarised: 1235 }, 'loops').message,
    /^Reading, 10 % done\. Nothing/,
  );
  assert.equal(emptyWords({ ...whole, ...nothing }, '').offer, 'open-as-text');
});

test('rewards are short and never rounded to failure or success', () => {
  assert.deepEqual([0, 1, 0.5, 1 / 3, 0.999, 0.0001].map(rewardText), ['0', '1', '0.50', '0.33', '0.999', '0.0001']);
});

test('problems go by the names that the filter knows them by', () => {
  assert.equal(problemWords({ 'invalid-action': 3, 'revisiting-loop': 4 }), 'invalid 3, loops 4');
  assert.equal(problemWords({}), '');
});
