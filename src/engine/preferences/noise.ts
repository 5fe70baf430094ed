import { stepProblems } from '../analysis/problems.ts';
import type { Step } from '../trajectory/trajectory.ts';
import type { PairOptions } from './options.ts';

/** Whether an episode fails for so dull a reason that little is learned from its defeat (DMPO: filtering such losers gained 5 to 11 %). */
export function isNoisy(steps: readonly Step[], options: PairOptions): boolean {
  const { maxRepeated, maxInvalid, maxThoughtless } = options;
  const problems = maxRepeated === null && maxInvalid === null ? [] : stepProblems(steps);
  const exceeds = (count: number, limit: number | null) => limit !== null && count > limit * steps.length;
  const repeated = problems.filter(({ kind }) => kind === 'repeated-action');
  const invalid = problems.filter(({ kind }) => kind === 'invalid-action' || kind === 'no-action');
  const thoughtless = steps.filter(step => !step.thought);
  return (
    exceeds(repeated.length, maxRepeated) ||
    exceeds(invalid.length, maxInvalid) ||
    exceeds(thoughtless.length, maxThoughtless)
  );
}
