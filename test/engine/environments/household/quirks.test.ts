import assert from 'node:assert/strict';
import { test } from 'node:test';
import { compileGame } from '../../../../src/engine/environments/household/game.ts';
import { displayNames } from '../../../../src/engine/environments/household/names.ts';
import { kitchen } from './kitchen.ts';
import { sketches } from './sketches.ts';

test('numbers are handed out from the top of each class, in the order of the ids', () => {
  const ids = [
    'mug_bar__plus_01',
    'mug_bar__minus_01',
    'sink_bar_1_bar_sinkbasin',
    'sink_bar_1',
    'loc_bar_2',
    'loc_bar_10',
    'agent1',
  ];
  assert.deepEqual(Object.fromEntries(displayNames(ids)), {
    mug_bar__minus_01: 'mug 2',
    mug_bar__plus_01: 'mug 1',
    sink_bar_1: 'sink 1',
    sink_bar_1_bar_sinkbasin: 'sinkbasin 1',
    loc_bar_10: 'loc 2',
    loc_bar_2: 'loc 1',
    agent1: 'agent1 ',
  });
  assert.equal(displayNames(['mug_1', 'agent1']).size, 0);
});

test('an object that no initial fact mentions gets no number', () => {
  const game = sketches.unmentioned;
  assert.deepEqual(compileGame(game).start().admissible, ['touch cup 1', 'touch cup 2']);
});

test('an enumeration of one has no separator, of none is the rule for none', () => {
  const game = sketches.basket;
  const play = compileGame(game).start();
  // The thing just taken is already somebody: another placeholder cannot stand for it.
  assert.equal(play.step('take b').observation, 'Left: a, and c. Held: none.');
  assert.equal(play.step('take a').observation, 'Left: c. Held: b.');
  assert.equal(play.step('take c').observation, 'Left: none. Held: a, and b.');
});

test('an action that can change nothing is not admissible, in any state', () => {
  const game = sketches.idle;
  const play = compileGame(game).start();
  assert.deepEqual(play.admissible, ['go y', 'rest x', 'see']);
  play.step('see');
  assert.deepEqual(play.admissible, ['go y', 'rest x', 'see']);
  play.step('go y');
  assert.deepEqual(play.admissible, ['go x', 'rest y', 'see']);
});

test('a type that does not exist has no objects: the stray comma of examineObject', () => {
  const play = compileGame(kitchen()).start();
  play.step('go to shelf 1');
  assert.equal(play.step('examine mug 1').valid, false);
  play.step('take mug 1 from shelf 1');
  assert.equal(play.step('examine mug 1').valid, true);
});

test('a fact is explicitly false only after an action deleted it', () => {
  const game = sketches.candle;
  const play = compileGame(game).start();
  assert.equal(play.step('light b').observation, 'none');
  // Nothing can make a thing wet: its being dry is never told.
  assert.equal(play.step('snuff b').observation, 'none, this too');
  assert.equal(play.step('snuff a').observation, 'b, this too');
  assert.equal(play.step('light b').observation, 'a');
});

test('the grammar is told of conditional effects whether they come about or not', () => {
  const game = sketches.switchboard;
  const play = compileGame(game).start();
  assert.deepEqual([play.step('toggle a').observation, play.admissible], ['off', ['toggle a', 'use a']]);
  assert.deepEqual([play.step('toggle a').observation, play.admissible], ['off', ['toggle a']]);
});

test('a variable counts as a thing of its declared type, and facts of subtypes come after those of the type', () => {
  const game = sketches.boxes;
  const play = compileGame(game).start();
  assert.equal(play.step('touch z').observation, 'a - here');
  assert.equal(play.step('touch a').observation, 'z, and a - ');
});

test('blanks and newlines at the start of a rule are dropped, and so is what follows a mark it cannot read', () => {
  const game = sketches.blanks;
  const play = compileGame(game).start();
  assert.equal(play.step('wait').observation, 'Time\n  passes.\n');
  assert.equal(play.won, true);
});
