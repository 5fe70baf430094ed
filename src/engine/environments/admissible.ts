import { seedOf } from '../random.ts';
import type { History } from '../trajectory/trajectory.ts';
import type { World } from './environment.ts';

/**
 * The actions that were valid when the step after `history` was taken, sorted: the episode is replayed so far, and each
 * answer compared with the recorded one. Undefined where the environment lists none or no longer answers as recorded,
 * so that nothing is said of another episode than this one.
 */
export async function admissibleAfter(
  world: World,
  { task, opening, steps }: History,
  signal: AbortSignal,
): Promise<readonly string[] | undefined> {
  const environment = world.create();
  try {
    const { deterministicReplay, admissible } = environment.capabilities;
    if (!deterministicReplay || !admissible) return undefined;
    const first = await environment.reset(task, seedOf('environment', task.id));
    if (first.text !== opening) return undefined;
    let now: { readonly admissible?: readonly string[] } = first;
    for (const step of steps) {
      signal.throwIfAborted();
      const transition = await environment.step(step.action);
      if (transition.observation !== step.observation) return undefined;
      now = transition;
    }
    return now.admissible;
  } finally {
    await environment.dispose();
  }
}
