import assert from 'node:assert/strict';
import { test } from 'node:test';
import { layoutOf } from '../../../../src/engine/environments/builtin/task.ts';
import { exportGame } from '../../../../src/engine/environments/builtin/world.ts';
import { parseGame } from '../../../../src/engine/environments/household/gameFile.ts';
import { builtin, episodeText, playTask } from './play.ts';

test('the first tasks of a split are the same however many are asked for', async () => {
  const world = builtin(1);
  const tasks = await world.tasks('val', 12);
  assert.deepEqual(await world.tasks('val', 5), tasks.slice(0, 5));
  assert.equal(tasks[3]!.environment, world.name);
  assert.equal(new Set(tasks.map(({ id }) => id)).size, 12);
});

test('an exported game is a game file without problems', async () => {
  for (const task of await builtin(1).tasks('unseen', 12)) {
    const { name, text } = exportGame(task);
    assert.equal(name, `${task.id}.tw-pddl`);
    const read = parseGame(text, name);
    assert.ok('game' in read, JSON.stringify(read));
    assert.equal(read.game.solvable, true);
    assert.ok(read.game.grammar.includes(task.instruction));
  }
});

test('the oracle goes straight to what it is asked for', async () => {
  const world = builtin(3);
  for (const task of await world.tasks('unseen', 60)) {
    const { steps, success } = await playTask(world, world.expert!({ oracle: true }), task, 16);
    const { family } = layoutOf(task.id);
    assert.ok(success && steps.every(({ valid }) => valid), task.id);
    assert.ok(steps.length <= (family === 'two' ? 11 : 8), `${task.id}: ${steps.length}`);
  }
});

test('playing twice gives the same bytes', async () => {
  const world = builtin(11);
  const [task] = await world.tasks('seen', 1);
  const texts = [1, 2].map(async () => episodeText(await playTask(world, world.expert!({ oracle: false }), task!, 16)));
  assert.equal(await texts[0], await texts[1]);
});
