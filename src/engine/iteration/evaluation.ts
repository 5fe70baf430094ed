import { metricsBySplit } from '../analysis/metrics.ts';
import type { Split, Trajectory } from '../trajectory/trajectory.ts';
import type { Evaluation, TaskScore } from './stages.ts';

/** How the policy of these episodes did. Of several episodes of a task the best counts (Best-of-N), then the first. */
export function evaluate(episodes: readonly Trajectory[]): Omit<Evaluation, 'episodes'> {
  const best = new Map<string, Trajectory>();
  for (const episode of episodes) {
    const key = `${episode.task.environment}\u0000${episode.task.id}`;
    const known = best.get(key);
    if (!known || rewardOf(episode) > rewardOf(known)) best.set(key, episode);
  }
  const scores: Partial<Record<Split, TaskScore[]>> = {};
  for (const { task, outcome } of best.values()) {
    scores[task.split] ??= [];
    scores[task.split]!.push({ task: task.id, reward: outcome.reward, success: outcome.success });
  }
  return { metrics: metricsBySplit(best.values()), scores };
}

/**
 * The validation gate: whether a policy may take the place of the one before. Average reward on `val`, tasks that no
 * policy learned from; without `val` episodes everything passes.
 */
export function passesGate(candidate: Evaluation, current: Evaluation): boolean {
  const before = current.metrics.val?.averageReward ?? null;
  const after = candidate.metrics.val?.averageReward ?? null;
  return before === null || after === null || after >= before;
}

function rewardOf({ outcome }: Trajectory): number {
  return outcome.reward ?? -1;
}
