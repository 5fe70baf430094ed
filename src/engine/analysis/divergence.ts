import type { History, Turn } from '../trajectory/trajectory.ts';

/** Where two episodes part: at `step` (0-based), or before the first one when the openings differ. */
export interface Divergence {
  readonly step: number;
  /** `opening`: the task is worded differently; `turn`: the policies say something different; `observation`: the same turn was answered differently; `end`: one episode is over. */
  readonly part: 'opening' | 'turn' | 'observation' | 'end';
}

/** The first difference between two episodes, or null when they are equal turn by turn and answer by answer. */
export function firstDivergence(left: History, right: History): Divergence | null {
  if (left.opening !== right.opening) return { step: 0, part: 'opening' };
  const shared = Math.min(left.steps.length, right.steps.length);
  for (let step = 0; step < shared; step++) {
    if (left.steps[step]!.text !== right.steps[step]!.text) return { step, part: 'turn' };
    if (left.steps[step]!.observation !== right.steps[step]!.observation) return { step, part: 'observation' };
  }
  return left.steps.length === right.steps.length ? null : { step: shared, part: 'end' };
}

/**
 * The first step at which two lists of turns say something different, whatever they were answered; the length of the
 * shorter list when it is the beginning of the longer one, and null when both are equal.
 */
export function turnDivergence(left: readonly Turn[], right: readonly Turn[]): number | null {
  const shared = Math.min(left.length, right.length);
  for (let step = 0; step < shared; step++) {
    if (left[step]!.text !== right[step]!.text) return step;
  }
  return left.length === right.length ? null : shared;
}
