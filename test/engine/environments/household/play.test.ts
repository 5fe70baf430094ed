import assert from 'node:assert/strict';
import { test } from 'node:test';
import { compileGame } from '../../../../src/engine/environments/household/game.ts';
import type { Play } from '../../../../src/engine/environments/household/play.ts';
import { seeded } from '../../../../src/engine/random.ts';
import { assertGolden } from '../../../golden.ts';
import { kitchen, wordings } from './kitchen.ts';

const supper = [
  ['look', 'go to drawer 1', 'look', 'go to drawer 2', 'open drawer 2', 'examine drawer 1', 'open drawer 1'],
  ['take mug 2 from drawer 2', 'take mug 2 from drawer 1', 'look', 'examine mug 2', 'examine mug 1', 'inventory'],
  ['put mug 2 in/on drawer 1', 'move mug 2 to drawer 1', 'go to shelf 1', 'use lamp 1', 'use lamp 1'],
  ['take mug 1 from shelf 1', 'look', 'go to drawer 1', 'put mug 1 in/on drawer 1', 'move mug 1 to drawer 1'],
  ['inventory', 'close drawer 1', 'take mug 1 from drawer 1', 'help', 'go to sinkbasin 1', 'examine sinkbasin 1'],
].flat();

function transcript(play: Play, commands: readonly string[]): string {
  const told = (command: string) =>
    `${command}${play.observation}\n[${play.won ? 'won' : 'not won'}] ${play.admissible.join(' | ')}\n`;
  const opening = told('');
  const answers = commands.map(command => {
    play.step(command);
    return told(`> ${command}\n`);
  });
  return [opening, ...answers].join('\n');
}

for (const version of Object.keys(wordings) as (keyof typeof wordings)[])
  test(`a game in the wording of ALFWorld ${version}, as TextWorld plays it`, () => {
    const play = compileGame(kitchen(version)).start();
    assertGolden(import.meta.dirname, `kitchen-${version}.txt`, transcript(play, supper));
  });

test('blanks around a command are ignored as Python ignores them, letters and inner blanks are not', () => {
  const play = compileGame(kitchen()).start();
  const valid = (command: string) => play.step(command).valid;
  for (const command of ['look', '  look', 'look \t\r\n', '\u00a0look\u2003', 'look\x1c', '\x85look'])
    assert.equal(valid(command), true, JSON.stringify(command));
  for (const command of ['', ' ', 'Look', 'go  to shelf 1', '\ufefflook', 'look.', 'go to shelf'])
    assert.equal(valid(command), false, JSON.stringify(command));
});

test('an invalid command changes nothing', () => {
  const play = compileGame(kitchen()).start();
  play.step('go to shelf 1');
  const before = play.admissible;
  assert.deepEqual(play.step('open shelf 1'), { observation: 'Nothing happens.', valid: false });
  assert.deepEqual(play.admissible, before);
});

test('the goal can be reached, undone and reached again', () => {
  const play = compileGame(kitchen()).start();
  const won = (command: string) => {
    assert.equal(play.step(command).valid, true, command);
    return play.won;
  };
  for (const command of ['go to shelf 1', 'take mug 1 from shelf 1', 'go to drawer 2', 'open drawer 2'])
    assert.equal(won(command), false);
  assert.equal(won('put mug 1 in/on drawer 2'), true);
  assert.equal(won('close drawer 2'), true);
  assert.equal(won('open drawer 2'), true);
  assert.equal(won('take mug 2 from drawer 2'), false);
  assert.equal(won('put mug 2 in/on drawer 2'), true);
});

test('plays of one game do not disturb each other', () => {
  const game = compileGame(kitchen());
  const [one, other] = [game.start(), game.start()];
  one.step('go to shelf 1');
  one.step('take mug 1 from shelf 1');
  assert.equal(
    other.step('go to shelf 1').observation,
    'You arrive at loc 3. On the shelf 1, you see a lamp 1, and a mug 1.',
  );
});

test('a restored play goes on as it did the first time, from any state', () => {
  const game = compileGame(kitchen());
  const random = seeded(11);
  const play = game.start();
  const recorded = Array.from({ length: 60 }, () => {
    const snapshot = play.snapshot();
    const command = random.pick(play.admissible);
    return {
      snapshot,
      command,
      before: play.observation,
      answer: play.step(command),
      after: play.admissible,
      won: play.won,
    };
  });
  for (const at of random.shuffled([...recorded.keys()])) {
    const { snapshot, before } = recorded[at]!;
    play.restore(snapshot);
    assert.equal(play.observation, before);
    for (const { command, answer, after, won } of recorded.slice(at, at + 10)) {
      assert.deepEqual(play.step(command), answer);
      assert.deepEqual([play.admissible, play.won], [after, won]);
    }
  }
});

test('a list of commands stays that of its state', () => {
  const play = compileGame(kitchen()).start();
  const expected = compileGame(kitchen()).start().admissible;
  const snapshot = play.snapshot();
  const list = play.admissibleHere;
  play.step('go to shelf 1');
  const there = play.admissibleHere;
  play.restore(snapshot);
  assert.deepEqual(list(), expected);
  assert.equal(there().includes('take mug 1 from shelf 1'), true);
});
