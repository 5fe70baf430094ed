import assert from 'node:assert/strict';
import { test } from 'node:test';
import { families } from '../../../../src/engine/environments/builtin/rooms.ts';
import { randomPolicy } from '../../../../src/engine/policies/random.ts';
import { seeded } from '../../../../src/engine/random.ts';
import { type Step, splits } from '../../../../src/engine/trajectory/trajectory.ts';
import { assertGolden } from '../../../golden.ts';
import { builtin, episodeText, playTask } from '../../environments/builtin/play.ts';

const world = builtin(1);
const expert = world.expert!({ oracle: false });

test('the expert solves 600 generated games over all splits, within the 16 steps of exploration', async () => {
  for (const split of splits)
    for (const task of await world.tasks(split, 150)) {
      const { steps, success } = await playTask(world, expert, task, 16);
      assert.ok(success, `${task.id}: ${task.instruction}`);
      assert.ok(
        steps.every(({ valid }) => valid),
        task.id,
      );
    }
});

test('an episode of each family reads as the golden text', async () => {
  const tasks = await world.tasks('train', families.length);
  for (const [at, family] of families.entries())
    assertGolden(import.meta.dirname, `${family}.txt`, episodeText(await playTask(world, expert, tasks[at]!, 16)));
});

test('the expert takes over from any other player', async () => {
  for (const task of await world.tasks('val', 60)) {
    const environment = world.create();
    let { text: opening, admissible } = await environment.reset(task, 0);
    const random = seeded(task.id.length);
    const steps: Step[] = [];
    let success = false;
    while (!success && steps.length < 60) {
      const player = steps.length < 12 ? randomPolicy : expert;
      const turn = await player.act(
        { task, opening, steps },
        {
          episode: task.id,
          seed: random.below(1e6),
          temperature: 1,
          admissible: admissible!,
          signal: new AbortController().signal,
        },
      );
      assert.ok(!('halted' in turn));
      const transition = await environment.step(turn.action);
      admissible = transition.admissible;
      success = transition.success;
      steps.push({ ...turn, ...transition });
    }
    assert.ok(success, task.id);
  }
});

test('a task that the expert does not understand ends the episode with a reason', async () => {
  const options = { episode: '', seed: 0, temperature: 0, signal: new AbortController().signal };
  const task = { environment: 'x', split: 'train', id: '1', instruction: 'boil water' } as const;
  const halts = [
    await expert.act({ task, opening: 'You see a stove 1.', steps: [] }, options),
    await expert.act({ task, opening: 'Your task is to: put a pen in desk.', steps: [] }, options),
  ];
  for (const halt of halts) assert.ok('halted' in halt && halt.halted === 'policy-error' && halt.message);
});
