import { seeded } from '../random.ts';
import type { Policy } from './policy.ts';
import { reactTurn } from './react.ts';

/** Takes any admissible action, all with equal chance, without a thought. */
export const randomPolicy: Policy = {
  name: 'random',
  deterministic: true,
  async act(_history, { admissible, seed, signal }) {
    signal.throwIfAborted();
    if (!admissible || admissible.length === 0) {
      const message = admissible
        ? 'No action is admissible.'
        : 'The environment does not list admissible actions, which the random policy needs.';
      return { halted: 'policy-error', message };
    }
    return reactTurn('', seeded(seed).pick(admissible));
  },
};
