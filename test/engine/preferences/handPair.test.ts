import assert from 'node:assert/strict';
import { test } from 'node:test';
import { handPair } from '../../../src/engine/preferences/handPair.ts';
import { decodePair, encodePair } from '../../../src/engine/preferences/pairFile.ts';
import { HumanError } from '../../../src/engine/problem.ts';
import { type EpisodeOptions, stored } from '../episodes.ts';

const winner = { id: 'a', does: 'look go take', reward: 1 };
const loser = { id: 'b', does: 'look wait', reward: 0.25 };

test('two episodes of one task make a pair that pair files can hold', () => {
  const pair = handPair(stored(winner, '../x.trajectories.jsonl'), stored(loser, '../y.trajectories.jsonl'));
  assert.equal(pair.strategy, 'hand');
  assert.equal(pair.margin, 0.75);
  assert.equal(pair.divergence, 1);
  assert.deepEqual([pair.chosen.from, pair.chosen.to, pair.rejected.to], [0, 3, 2]);
  assert.deepEqual(decodePair(JSON.parse(encodePair(pair)), { file: 'f', line: 1 }), { value: pair });
});

const refused: [string, EpisodeOptions, EpisodeOptions, RegExp][] = [
  ['episodes of different tasks', winner, { ...loser, task: { id: 'cup-2' } }, /"mug-1" and "cup-2"/],
  ['different openings', winner, { ...loser, opening: 'Elsewhere.' }, /begin differently/],
  ['a tie', winner, { ...loser, reward: 1 }, /a tie/],
  ['a chosen side that did worse', loser, winner, /0\.25, less than .* 1\./],
  ['an episode without a reward', winner, { ...loser, reward: null, ending: 'timeout' }, /"b" has no reward/],
  ['an episode without steps', winner, { ...loser, does: '' }, /"b" has no steps/],
  ['equal turns', winner, { ...winner, id: 'b', reward: 0 }, /the same at every step/],
];

for (const [what, chosen, rejected, message] of refused) {
  test(`refuses ${what}`, () => {
    assert.throws(
      () => handPair(stored(chosen), stored(rejected)),
      (error: unknown) => error instanceof HumanError && message.test(error.message),
    );
  });
}
