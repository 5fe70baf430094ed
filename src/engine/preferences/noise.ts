import { type StepProblemKind, stepProblems } from '../analysis/problems.ts';
import type { Step } from '../trajectory/trajectory.ts';
import type { PairOptions } from './options.ts';

/** The problems that each limit counts; a step has at most one of a limit's. */
const counted = {
  maxRepeated: ['repeated-action'],
  maxLooping: ['revisiting-loop'],
  maxInvalid: ['invalid-action', 'no-action'],
  maxInvented: ['invented-observation'],
} as const satisfies Partial<Record<keyof PairOptions, readonly StepProblemKind[]>>;

/** Whether an episode fails for so dull a reason that little is learned from its defeat (DMPO: filtering such losers gained 5 to 11 %). */
export function isNoisy(steps: readonly Step[], options: PairOptions): boolean {
  const exceeds = (count: number, limit: number | null) => limit !== null && count > limit * steps.length;
  const thoughtless = steps.filter(step => !step.thought);
  if (exceeds(thoughtless.length, options.maxThoughtless)) return true;
  const limits = Object.entries(counted).map(([name, kinds]) => ({
    limit: options[name as keyof typeof counted],
    kinds: kinds as readonly StepProblemKind[],
  }));
  if (limits.every(({ limit }) => limit === null)) return false;
  const problems = stepProblems(steps);
  return limits.some(({ limit, kinds }) => exceeds(problems.filter(({ kind }) => kinds.includes(kind)).length, limit));
}
