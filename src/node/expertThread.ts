import type { WorldSettings } from '../engine/environments/environment.ts';
import type { History, Task, Trajectory } from '../engine/trajectory/trajectory.ts';
import type { Client } from '../protocol/rpc.ts';
import { startThread } from './thread.ts';

/** One task of a world, for its expert. */
export interface ExpertOrder {
  /** The world, its root as a path on this machine. */
  readonly environment: WorldSettings & { readonly name: string };
  readonly task: Task;
}

/** An episode so far, of a world. */
export interface AdmissibleOrder {
  readonly environment: ExpertOrder['environment'];
  readonly history: History;
}

/** What the thread answers. */
export interface ExpertService {
  play(order: ExpertOrder, signal: AbortSignal): Promise<Trajectory>;
  admissible(order: AdmissibleOrder, signal: AbortSignal): Promise<readonly string[] | undefined>;
}

/**
 * The expert's episode of a task, played as a run's demonstrations are, in a thread that ends with it. Rejects with a
 * `HumanError` where the world has no expert or does not know the task, and with the signal's reason.
 */
export async function playExpert(order: ExpertOrder, signal: AbortSignal): Promise<Trajectory> {
  return inThread(api => api.play(order, signal));
}

/** The actions that were valid after `history`, found by playing it again in a thread: see `admissibleAfter`. */
export async function replayAdmissible(
  order: AdmissibleOrder,
  signal: AbortSignal,
): Promise<readonly string[] | undefined> {
  return inThread(api => api.admissible(order, signal));
}

async function inThread<T>(work: (api: Client<ExpertService>) => Promise<T>): Promise<T> {
  const thread = startThread<ExpertService>('expert', undefined);
  try {
    return await thread.during(() => work(thread.api));
  } finally {
    await thread.close();
  }
}
