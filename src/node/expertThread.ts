import type { WorldSettings } from '../engine/environments/environment.ts';
import type { Task, Trajectory } from '../engine/trajectory/trajectory.ts';
import { startThread } from './thread.ts';

/** One task of a world, for its expert. */
export interface ExpertOrder {
  /** The world, its root as a path on this machine. */
  readonly environment: WorldSettings & { readonly name: string };
  readonly task: Task;
}

/** What the thread answers. */
export type ExpertService = { play(order: ExpertOrder, signal: AbortSignal): Promise<Trajectory> };

/**
 * The expert's episode of a task, played as a run's demonstrations are, in a thread that ends with it. Rejects with a
 * `HumanError` where the world has no expert or does not know the task, and with the signal's reason.
 */
export async function playExpert(order: ExpertOrder, signal: AbortSignal): Promise<Trajectory> {
  const thread = startThread<ExpertService>('expert', undefined);
  try {
    return await thread.during(() => thread.api.play(order, signal));
  } finally {
    await thread.close();
  }
}
