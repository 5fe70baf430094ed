import type { StepProblemKind } from './problems.ts';

/** Whether a problem is the policy's mistake or a pattern worth a look: a file of either is no wrong file. */
export function isMistake(kind: StepProblemKind): boolean {
  return kind !== 'repeated-action' && kind !== 'revisiting-loop';
}
