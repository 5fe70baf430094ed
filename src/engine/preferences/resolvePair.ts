import type { Read } from '../problem.ts';
import type { Step, Task, Trajectory } from '../trajectory/trajectory.ts';
import type { PairSide, PreferencePair } from './pair.ts';

/** One side of a pair with the trajectory it refers to. */
export interface Continuation {
  readonly trajectory: Trajectory;
  /** The steps whose turns carry loss: `from` (inclusive) to `to` (exclusive) of the trajectory. */
  readonly from: number;
  readonly to: number;
  readonly steps: readonly Step[];
}

/** A pair with everything that training needs. */
export interface ResolvedPair {
  readonly pair: PreferencePair;
  /** The prompt: task, opening and the steps before the sides part ways. All of it is the chosen side's. */
  readonly task: Task;
  readonly opening: string;
  readonly prefix: readonly Step[];
  readonly chosen: Continuation;
  readonly rejected: Continuation;
}

/** Finds a stored trajectory by the file and the id that a side names. */
export type Lookup = (side: PairSide) => Trajectory | undefined | Promise<Trajectory | undefined>;

/**
 * A pair's continuations, or why the pair and the trajectories do not fit: one is missing, shorter than the pair says,
 * of another task, or (for a pair within an episode) what comes before it is not the same. `place` is the pair's own line.
 */
export async function resolvePair(
  pair: PreferencePair,
  lookup: Lookup,
  place: { readonly file: string; readonly line: number },
): Promise<Read<ResolvedPair>> {
  const [winner, loser] = await Promise.all([lookup(pair.chosen), lookup(pair.rejected)]);
  const problem = (field: string, message: string) => ({ problem: { ...place, field, message } });
  for (const [field, trajectory] of [
    ['chosen', winner],
    ['rejected', loser],
  ] as const) {
    const { file, id, to } = pair[field];
    if (!trajectory) return problem(`${field}.id`, `There is no trajectory "${id}" in ${file}. Make the pairs again.`);
    if (trajectory.task.environment !== pair.task.environment || trajectory.task.id !== pair.task.id)
      return problem(`${field}.id`, `The trajectory "${id}" is of another task (${trajectory.task.id}).`);
    if (trajectory.steps.length < to)
      return problem(`${field}.to`, `The trajectory "${id}" has ${trajectory.steps.length} steps, fewer than ${to}.`);
  }
  const chosen = continuation(winner!, pair.chosen);
  const rejected = continuation(loser!, pair.rejected);
  const prefix = winner!.steps.slice(0, pair.chosen.from);
  const isShared =
    pair.chosen.from === 0 ||
    (winner!.opening === loser!.opening && prefix.every((step, index) => isSame(step, loser!.steps[index])));
  if (!isShared) return problem('rejected.from', 'What comes before the two sides is not the same.');
  return { value: { pair, task: winner!.task, opening: winner!.opening, prefix, chosen, rejected } };
}

function continuation(trajectory: Trajectory, { from, to }: PairSide): Continuation {
  return { trajectory, from, to, steps: trajectory.steps.slice(from, to) };
}

function isSame(step: Step, other: Step | undefined): boolean {
  return step.text === other?.text && step.observation === other.observation;
}
