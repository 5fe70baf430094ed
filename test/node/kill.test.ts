import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { seeded } from '../../src/engine/random.ts';
import { explorationFiles, explorationStatusOf, exploreToFolder } from '../../src/node/explorationFolder.ts';
import { collect } from '../collect.ts';
import { slowExploration } from './slowExploration.ts';

const scratch = mkdtempSync(join(tmpdir(), 'contrail-kill-'));
test.after(() => rmSync(scratch, { recursive: true }));

/** What must not depend on what happened: everything but the journal, which holds times. */
function results(folder: string): string[] {
  return [explorationFiles.trajectories, explorationFiles.marker].map(name => readFileSync(join(folder, name), 'utf8'));
}

/** Starts a process that explores into `folder` and kills it `delay` milliseconds after it has begun; whether it was still at work. */
async function killed(folder: string, delay: number): Promise<boolean> {
  const child = spawn(process.execPath, [join(import.meta.dirname, 'exploreChild.ts'), folder], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ended = once(child, 'exit');
  await Promise.race([once(child.stdout, 'data'), ended]);
  await new Promise(resolve => setTimeout(resolve, delay));
  child.kill('SIGKILL');
  const [, signal] = await ended;
  return signal === 'SIGKILL';
}

test('killed at 50 random moments and resumed, an exploration leaves the same bytes', async () => {
  const straight = join(scratch, 'straight');
  await collect(exploreToFolder(slowExploration(straight, 0)));
  const random = seeded(50);
  let kills = 0;
  const run = async (name: string, delays: readonly number[]) => {
    const folder = join(scratch, name);
    for (const delay of delays) if (await killed(folder, delay)) kills++;
    assert.notEqual((await explorationStatusOf(folder))?.status, undefined);
    await collect(exploreToFolder(slowExploration(folder, 0)));
    assert.deepEqual(results(folder), results(straight), name);
  };
  // Each folder is killed five times, ever further on; two at once, for as many cores.
  for (let pair = 0; pair < 5; pair++) {
    const delays = () => Array.from({ length: 5 }, () => 60 * random.uniform());
    await Promise.all([run(`left-${pair}`, delays()), run(`right-${pair}`, delays())]);
  }
  assert(kills >= 40, `only ${kills} of 50 processes were still at work`);
});
