import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { openAlfworld } from '../../src/engine/environments/alfworld.ts';
import { alfworldLanguage } from '../../src/engine/environments/alfworldLanguage.ts';
import { parseGame } from '../../src/engine/environments/household/gameFile.ts';
import { Household } from '../../src/engine/environments/household/household.ts';
import { type Wording, worded } from '../../src/engine/environments/wording.ts';
import { playWith } from '../../src/engine/exploration/episode.ts';
import { decodeCheckpoint, tokenizerOf } from '../../src/engine/learner/checkpoint.ts';
import { BuiltinPolicy } from '../../src/engine/policies/builtin.ts';
import type { Trajectory } from '../../src/engine/trajectory/trajectory.ts';
import { worldPorts } from '../../src/node/worldPorts.ts';

const file = join(import.meta.dirname, '..', '..', 'media', 'alfworld.policy');
const checkpoint = decodeCheckpoint(readFileSync(file), file);
const games = join(import.meta.dirname, '..', '..', '..', 'shared', 'data', 'alfworld', 'games');
const skip = existsSync(games) ? false : `there are no games at ${games}`;

/** Plays every 17th game, its file changed by `change`, with the checkpoint. */
async function play(change: (text: string) => string, wording: Wording = 'own'): Promise<Trajectory[]> {
  const world = openAlfworld({ root: games, seed: 0 }, worldPorts);
  const paths = await worldPorts.list(games, ['.tw-pddl.gz']);
  const create = () =>
    new Household(async task => {
      const path = paths.find(name => name.startsWith(task.id))!;
      const read = parseGame(change(await worldPorts.readText(join(games, path))), path);
      assert.ok('game' in read);
      return worded(read.game, { wording, task });
    });
  const policy = new BuiltinPolicy(checkpoint);
  const episode = playWith({ create }, policy);
  const tasks = (await world.tasks('train')).filter((_, index) => index % 17 === 0);
  const signal = new AbortController().signal;
  const played: Trajectory[] = [];
  for (const task of tasks) {
    const source = { policy: policy.name, seed: 0, rollout: 0, temperature: 0 };
    for await (const event of episode({ id: task.id, task, source, maxSteps: 40, maxInvalid: 0 }, signal))
      if (event.kind === 'ended') played.push(event.trajectory);
  }
  assert.equal(played.length, tasks.length);
  return played;
}

test("the shipped policy for ALFWorld is small and speaks the world's language", () => {
  assert.ok(readFileSync(file).length < 3_000_000);
  assert.deepEqual(checkpoint.words, alfworldLanguage.words);
  assert.deepEqual(checkpoint.silent, alfworldLanguage.silent);
  assert.equal(tokenizerOf(checkpoint).encode('a zeppelin 3').unknown, 1);
});

test('it plays real games to an end', { skip }, async () => {
  const episodes = await play(text => text);
  assert.ok(episodes.every(({ outcome }) => outcome.ending === 'success' || outcome.ending === 'step-limit'));
  assert.ok(episodes.some(({ outcome }) => outcome.success));
});

test('kinds that it never read of and the wording of ALFWorld 0.4 end no episode early', { skip }, async () => {
  const strange = await play(text =>
    text.replaceAll('CounterTop', 'ZeppelinPad').replaceAll('Drawer', 'Gondola').replaceAll('Potato', 'Dumpling'),
  );
  assert.ok(strange.some(({ opening }) => /gondola 1/.test(opening)));
  const modern = await play(text => text, '0.4');
  assert.ok(
    modern.some(({ outcome, steps }) => outcome.success && steps.some(({ action }) => action.startsWith('move '))),
  );
  for (const { outcome } of [...strange, ...modern])
    assert.ok(outcome.ending === 'success' || outcome.ending === 'step-limit', outcome.ending);
});
