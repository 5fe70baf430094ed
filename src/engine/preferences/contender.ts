import { isComplete } from '../trajectory/trajectory.ts';
import type { PairOptions } from './options.ts';
import type { NoPairReason } from './pair.ts';
import type { Stored, TaskGroup } from './strategy.ts';

/** A trajectory that may enter a pair, and the reward that it counts with. */
export interface Contender {
  readonly stored: Stored;
  readonly reward: number;
}

/** The reward that an episode counts with, or why it does not count. */
export function judge({ trajectory }: Stored, options: PairOptions): number | NoPairReason {
  const { reward, ending } = trajectory.outcome;
  if (trajectory.steps.length === 0) return 'empty-episode';
  if (!isComplete(ending) && options.incomplete === 'skip') return 'incomplete-episode';
  if (reward !== null) return reward;
  return options.nullReward === 'loss' ? 0 : 'null-reward';
}

/** The policy's episodes that count, in their order. */
export function contenders(group: TaskGroup, options: PairOptions): Contender[] {
  return group.episodes.flatMap(stored => {
    const reward = judge(stored, options);
    return typeof reward === 'number' ? [{ stored, reward }] : [];
  });
}

/** The task's demonstration; one that was recorded without a reward is a success, as ETO has it (`construct_preference.py`). */
export function demonstration({ expert }: TaskGroup): Contender | undefined {
  if (!expert || expert.trajectory.steps.length === 0) return undefined;
  return { stored: expert, reward: expert.trajectory.outcome.reward ?? 1 };
}

/** The one with the fewest steps; of several, the first. */
export function shortest(candidates: readonly Contender[]): Contender | undefined {
  const steps = Math.min(...candidates.map(({ stored }) => stored.trajectory.steps.length));
  return candidates.find(({ stored }) => stored.trajectory.steps.length === steps);
}
