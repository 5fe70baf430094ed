import { turnDivergence } from '../analysis/divergence.ts';
import { HumanError } from '../problem.ts';
import type { Trajectory } from '../trajectory/trajectory.ts';
import type { PreferencePair } from './pair.ts';
import { pairId } from './pairId.ts';
import type { Stored } from './strategy.ts';

/** The strategy of pairs that a person made. */
export const handStrategy = 'hand';

/**
 * A pair that a person makes of two whole episodes of one task. Throws a `HumanError` that says why they are none: other
 * tasks, other openings, the same turns, no steps, or rewards that do not say that the chosen one is better.
 */
export function handPair(chosen: Stored, rejected: Stored): PreferencePair {
  const [winner, loser] = [chosen.trajectory, rejected.trajectory];
  if (winner.task.environment !== loser.task.environment || winner.task.id !== loser.task.id)
    throw new HumanError(`A pair is of one task; these are of "${winner.task.id}" and "${loser.task.id}".`);
  if (winner.opening !== loser.opening)
    throw new HumanError('The two episodes begin differently, so they have no prompt in common.');
  for (const { id, steps } of [winner, loser])
    if (steps.length === 0) throw new HumanError(`The episode "${id}" has no steps.`);
  const margin = rewardOf(winner) - rewardOf(loser);
  if (margin === 0)
    throw new HumanError(`Both episodes have the reward ${winner.outcome.reward}: a tie prefers neither.`);
  if (margin < 0)
    throw new HumanError(
      `The chosen episode has the reward ${winner.outcome.reward}, less than the rejected one's ${loser.outcome.reward}.`,
    );
  const divergence = turnDivergence(winner.steps, loser.steps);
  if (divergence === null) throw new HumanError('The two episodes say the same at every step: nothing is preferred.');
  const sides = { chosen: side(chosen), rejected: side(rejected) };
  const { environment, split, id } = winner.task;
  return {
    format: 'contrail-pair-1',
    id: pairId(sides),
    task: { environment, split, id },
    ...sides,
    strategy: handStrategy,
    margin,
    divergence,
  };
}

function rewardOf({ id, outcome: { reward } }: Trajectory): number {
  if (reward === null) throw new HumanError(`The episode "${id}" has no reward, so nothing says which is better.`);
  return reward;
}

function side({ file, trajectory }: Stored): PreferencePair['chosen'] {
  const { id, steps, source } = trajectory;
  return { file, id, from: 0, to: steps.length, reward: rewardOf(trajectory), policy: source.policy };
}
