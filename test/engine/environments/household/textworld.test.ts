import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { test } from 'node:test';
import { compileGame } from '../../../../src/engine/environments/household/game.ts';
import type { GameSource } from '../../../../src/engine/environments/household/gameText.ts';
import { kitchen } from './kitchen.ts';
import { sketches } from './sketches.ts';

const python = process.env['CONTRAIL_TEXTWORLD_PYTHON'];

type Told = readonly [command: string, feedback: string, admissible: readonly string[], won: boolean];

test('random plays of the games of these tests read the same in TextWorld itself', {
  skip: python ? false : 'set CONTRAIL_TEXTWORLD_PYTHON to a Python that has textworld[pddl]',
}, () => {
  const games: readonly GameSource[] = [kitchen('0.3'), kitchen('0.3'), kitchen('0.4'), ...Object.values(sketches)];
  const { status, stdout, stderr } = spawnSync(python!, [join(import.meta.dirname, 'playTextworld.py')], {
    input: games.map((game, seed) => JSON.stringify({ game, seed, steps: 40 })).join('\n'),
    encoding: 'utf8',
    maxBuffer: 1 << 28,
  });
  assert.equal(status, 0, stderr);
  const plays = stdout.trimEnd().split('\n');
  assert.equal(plays.length, games.length);
  for (const [index, line] of plays.entries()) {
    const play = compileGame(games[index]!).start();
    for (const [at, [command, ...told]] of (JSON.parse(line) as Told[]).entries()) {
      if (at > 0) play.step(command);
      assert.deepEqual([play.observation, play.admissible, play.won], told, `game ${index}, step ${at}: ${command}`);
    }
  }
});
