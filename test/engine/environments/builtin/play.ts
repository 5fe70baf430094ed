import { builtinWorld } from '../../../../src/engine/environments/builtin/world.ts';
import type { World } from '../../../../src/engine/environments/environment.ts';
import type { Policy } from '../../../../src/engine/policies/policy.ts';
import type { History, Step, Task } from '../../../../src/engine/trajectory/trajectory.ts';

export const noPorts = {
  readText: async (): Promise<never> => assertUnused(),
  list: async (): Promise<never> => assertUnused(),
};

function assertUnused(): never {
  throw new Error('The built-in world reads no files.');
}

/** The built-in world of a seed. */
export function builtin(seed: number): World {
  return builtinWorld.open({ seed }, noPorts);
}

/** Plays a task to success or `maxSteps`; also says whether it succeeded. */
export async function playTask(
  world: World,
  policy: Policy,
  task: Task,
  maxSteps: number,
): Promise<History & { readonly success: boolean }> {
  const environment = world.create();
  const opening = (await environment.reset(task, 0)).text;
  const steps: Step[] = [];
  let success = false;
  while (!success && steps.length < maxSteps) {
    const turn = await policy.act(
      { task, opening, steps },
      { episode: task.id, seed: 0, temperature: 0, signal: new AbortController().signal },
    );
    if ('halted' in turn) throw new Error(turn.message);
    const transition = await environment.step(turn.action);
    const { observation, reward, valid } = transition;
    steps.push({ ...turn, observation, reward, valid });
    ({ success } = transition);
  }
  await environment.dispose();
  return { task, opening, steps, success };
}

/** An episode as a person reads it. */
export function episodeText({ opening, steps }: History): string {
  return `${[opening, ...steps.flatMap(({ text, observation }) => [text, observation])].join('\n')}\n`;
}
