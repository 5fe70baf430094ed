import type { Task } from '../../trajectory/trajectory.ts';
import type { Policy } from '../policy.ts';
import { reactTurn } from '../react.ts';
import { Belief, type HiddenFacts } from './belief.ts';
import { parseGoal } from './goal.ts';
import { type Manner, plan } from './plan.ts';
import type { Voice } from './voice.ts';

/** Steps that an expert may take where a policy may take fewer: it is to show how it is done. */
export const expertSteps = 150;

export interface ExpertOptions extends Manner {
  /** The wording of its thoughts. */
  readonly voice: Voice;
  /** Makes it an oracle: tells what the task hides at its start. Without it the expert knows what it has seen, no more. */
  readonly hidden?: ((task: Task) => HiddenFacts | Promise<HiddenFacts>) | undefined;
}

/**
 * Solves household tasks by keeping account of what it has seen and planning one step at a time: find, take, treat,
 * deliver. It depends on the history alone, so it can take over from any other policy at any step.
 */
export function expertPolicy({ voice, hidden, ...manner }: ExpertOptions): Policy {
  return {
    name: hidden ? 'expert-oracle' : 'expert',
    deterministic: true,
    async act({ task, opening, steps }, { signal }) {
      signal.throwIfAborted();
      const goal = parseGoal(opening) ?? parseGoal(task.instruction);
      if (!goal)
        return {
          halted: 'policy-error',
          message: `The expert does not understand the task '${task.instruction}'. It knows ALFWorld's sentences and those of Contrail's own household; choose another policy.`,
        };
      const belief = new Belief(opening, await hidden?.(task));
      if (belief.places.size === 0)
        return {
          halted: 'policy-error',
          message: 'The expert finds no receptacles after "you see" in the opening, so it has nowhere to go.',
        };
      for (const { action, observation } of steps) belief.observe(action, observation);
      const { purpose, action } = plan(goal, belief, manner);
      return reactTurn(voice(purpose, goal), action);
    },
  };
}
