import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { gameFile } from '../../../../src/engine/environments/builtin/game.ts';
import { layoutOf } from '../../../../src/engine/environments/builtin/task.ts';
import { exportGame } from '../../../../src/engine/environments/builtin/world.ts';
import { compileGame } from '../../../../src/engine/environments/household/game.ts';
import { seeded } from '../../../../src/engine/random.ts';
import { splits, type Task } from '../../../../src/engine/trajectory/trajectory.ts';
import { builtin, playTask } from './play.ts';

const python = process.env['CONTRAIL_TEXTWORLD_PYTHON'];

type Answer = readonly [observation: string, admissible: readonly string[], won: boolean];

/** Our answers to the actions, or to 25 random ones, the opening first; plays go on after the goal. */
function ownPlay(task: Task, chosen?: readonly string[]): { actions: string[]; answers: Answer[] } {
  const play = compileGame(gameFile(layoutOf(task.id))).start();
  const random = seeded(Number(task.id.split('-').at(-1)));
  const actions: string[] = [];
  const answers: Answer[] = [[play.observation, play.admissible, play.won]];
  for (let step = 0; step < (chosen?.length ?? 25); step++) {
    const near = play.admissible.filter(action => !action.startsWith('go to'));
    const action =
      chosen?.[step] ?? random.pick([near, near, play.admissible, ['dance', 'go to bed']][random.below(4)]!);
    play.step(action);
    actions.push(action);
    answers.push([play.observation, play.admissible, play.won]);
  }
  return { actions, answers };
}

test('a sample of our games plays identically in TextWorld itself', {
  skip: python ? false : 'set CONTRAIL_TEXTWORLD_PYTHON to a Python that has textworld[pddl]',
}, async () => {
  const world = builtin(17);
  const folder = mkdtempSync(join(tmpdir(), 'contrail-textworld-'));
  try {
    const plays: { game: string; actions: string[]; answers: Answer[] }[] = [];
    for (const split of splits)
      for (const task of await world.tasks(split, 6)) {
        const { name, text } = exportGame(task);
        const game = join(folder, name);
        writeFileSync(game, text);
        const { steps } = await playTask(world, world.expert!({ oracle: false }), task, 16);
        plays.push(
          {
            game,
            ...ownPlay(
              task,
              steps.map(({ action }) => action),
            ),
          },
          { game, ...ownPlay(task) },
        );
      }
    const { status, stdout, stderr } = spawnSync(python!, [join(import.meta.dirname, 'playTextworld.py')], {
      input: plays.map(({ game, actions }) => JSON.stringify({ game, actions })).join('\n'),
      encoding: 'utf8',
      maxBuffer: 1 << 28,
    });
    assert.equal(status, 0, stderr);
    const judged = stdout
      .trimEnd()
      .split('\n')
      .map(line => JSON.parse(line) as Answer[]);
    assert.equal(judged.length, plays.length);
    for (const [at, { actions, answers }] of plays.entries())
      assert.deepEqual(judged[at], answers, `the play ${actions.join(', ')}`);
    assert.equal(plays.filter(({ answers }) => answers.at(-1)![2]).length >= plays.length / 2, true);
  } finally {
    rmSync(folder, { recursive: true });
  }
});
