import type { Step, TurnFlag } from '../trajectory/trajectory.ts';
import { revisitingLoops } from './loops.ts';

/** What can be wrong with a step, beyond what the policy's own text shows (`TurnFlag`). */
export type StepProblemKind = TurnFlag | 'invalid-action' | 'repeated-action' | 'revisiting-loop';

/** Something wrong with one step of an episode. */
export interface StepProblem {
  /** 0-based. */
  readonly step: number;
  readonly kind: StepProblemKind;
  /** For a person, as one sentence. */
  readonly message: string;
}

const messages: Record<StepProblemKind, string> = {
  'no-action': 'The turn names no action.',
  'invented-observation': 'The policy went on and wrote the observation itself.',
  'cut-off': 'The token budget ended the turn.',
  'invalid-action': 'The environment did not understand the action.',
  'repeated-action': 'The same action as one step before, to no effect.',
  'revisiting-loop': 'Part of a stretch that repeats earlier actions and learns nothing new.',
};

/** All problem kinds, in the order in which one step's problems are listed. */
export const stepProblemKinds = Object.keys(messages) as readonly StepProblemKind[];

/** What is wrong with the steps of an episode, by step. */
export function stepProblems(steps: readonly Step[]): StepProblem[] {
  const looping = new Set<number>();
  for (const { from, to } of revisitingLoops(steps)) {
    for (let step = from; step < to; step++) looping.add(step);
  }
  return steps.flatMap((step, index) => {
    const isIdle = isRepeated(step, steps[index - 1]);
    // Most steps are in order.
    if (step.valid && !isIdle && step.flags.length === 0 && !looping.has(index)) return [];
    const kinds = new Set<StepProblemKind>(step.flags);
    if (!step.valid && !kinds.has('no-action')) kinds.add('invalid-action');
    if (isIdle) kinds.add('repeated-action');
    if (looping.has(index)) kinds.add('revisiting-loop');
    return stepProblemKinds
      .filter(kind => kinds.has(kind))
      .map(kind => ({ step: index, kind, message: messages[kind] }));
  });
}

/** An action taken twice in a row is idle when it is refused or answered as before; paging through a list is not. */
function isRepeated(step: Step, before: Step | undefined): boolean {
  return step.action === before?.action && (!step.valid || step.observation === before.observation);
}
