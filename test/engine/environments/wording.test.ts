import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { openAlfworld } from '../../../src/engine/environments/alfworld.ts';
import type { Wording } from '../../../src/engine/environments/wording.ts';
import { worldPorts } from '../../../src/node/worldPorts.ts';
import { playTask } from './builtin/play.ts';

const games = join(import.meta.dirname, '..', '..', '..', '..', 'shared', 'data', 'alfworld', 'games');
const skip = existsSync(games) ? false : `there are no games at ${games}`;

/** What the expert does and is answered in the first games of the folder, played in these words. */
async function played(wording?: Wording): Promise<string[]> {
  const world = openAlfworld({ root: games, seed: 0, ...(wording && { wording }) }, worldPorts);
  const tasks = await world.tasks('train', 16);
  const episodes = tasks.map(task => playTask(world, world.expert!({ oracle: true }), task, 60));
  return (await Promise.all(episodes)).map(({ opening, steps, success }) => {
    assert.ok(success);
    return [opening, ...steps.flatMap(({ action, observation }) => [action, observation])].join('\n');
  });
}

test('games speak as their files do, as ALFWorld since 0.4 does, or half of them in either way', { skip }, async () => {
  const own = await played('own');
  const modern = await played('0.4');
  const mixed = await played('mixed');
  assert.deepEqual(await played(), own);
  for (const text of own) assert.doesNotMatch(text, /^move |You move the/m);
  for (const text of modern) assert.doesNotMatch(text, /^put .* in\/on|You put the|You arrive at loc/m);
  assert.ok(modern.some(text => /^move .* to .*\nYou move the .* to the /m.test(text)));
  const changed = mixed.map((text, index) => text === modern[index]);
  for (const [index, text] of mixed.entries()) assert.equal(text, (changed[index] ? modern : own)[index]);
  assert.ok(changed.includes(true) && changed.includes(false));
});
