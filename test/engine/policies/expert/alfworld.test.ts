import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { openAlfworld } from '../../../../src/engine/environments/alfworld.ts';
import type { World } from '../../../../src/engine/environments/environment.ts';
import { worldPorts } from '../../../../src/node/worldPorts.ts';
import { playTask } from '../../environments/builtin/play.ts';

const games = join(import.meta.dirname, '..', '..', '..', '..', '..', 'shared', 'data', 'alfworld', 'games');
const skip = existsSync(games) ? false : `there are no games at ${games}`;
const training = process.env['CONTRAIL_ALFWORLD_TRAIN'];

/** Steps that the expert takes for each task of a world; fails for a task that it does not solve. */
async function lengths(world: World, options: { readonly oracle: boolean }): Promise<number[]> {
  const expert = world.expert!(options);
  const counts: number[] = [];
  for (const task of await world.tasks('train')) {
    const { steps, success } = await playTask(world, expert, task, 120);
    assert.ok(success, `${task.id}: ${task.instruction}`);
    counts.push(steps.length);
  }
  return counts;
}

const mean = (counts: readonly number[]) => counts.reduce((sum, count) => sum + count, 0) / counts.length;

test("the expert solves ALFWorld's games from what it sees, and with few steps more than an oracle", {
  skip,
}, async () => {
  const world = openAlfworld({ root: games, seed: 0 }, worldPorts);
  const seen = await lengths(world, { oracle: false });
  assert.equal(seen.length, 67);
  assert.ok(mean(seen) < 10, `${mean(seen)} steps`);
  const known = await lengths(world, { oracle: true });
  assert.ok(mean(known) < 7, `${mean(known)} steps`);
});

test('it also plays the wording of ALFWorld 0.4, and is told of it by the game alone', { skip }, async () => {
  const world = openAlfworld({ root: games, seed: 0, wording: '0.4' }, worldPorts);
  const tasks = (await world.tasks('train')).filter((_, at) => at % 5 === 0);
  const verbs = new Set<string>();
  for (const task of tasks) {
    const { steps, success } = await playTask(world, world.expert!({ oracle: false }), task, 60);
    assert.ok(success, task.id);
    assert.ok(!steps.some(({ action }) => action.startsWith('put ')), task.id);
    for (const { action } of steps) verbs.add(action.split(' ')[0]!);
  }
  assert.ok(verbs.has('move'), 'the games are worded as 0.4 words them');
});

test("the expert solves every one of ALFWorld's training games", {
  skip: training ? false : "set CONTRAIL_ALFWORLD_TRAIN to ALFWorld's unpacked json_2.1.1/train",
}, async () => {
  const world = openAlfworld({ root: training!, seed: 0 }, worldPorts);
  const seen = await lengths(world, { oracle: false });
  assert.ok(seen.length > 0 && mean(seen) < 10, `${mean(seen)} steps over ${seen.length} games`);
});
