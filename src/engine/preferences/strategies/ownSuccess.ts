import { contenders, demonstration, shortest } from '../contender.ts';
import type { PairOptions } from '../options.ts';
import { settle, withMargin } from '../settlement.ts';
import type { PairStrategy } from '../strategy.ts';

/**
 * Failures against the policy's own shortest success on the task; where it never succeeded, against the demonstration;
 * where there is none, no pair. What is chosen is text that the policy can write already, so the loss has less to move
 * than with an expert's wording.
 */
export function ownSuccess(options: PairOptions): PairStrategy {
  const name = 'own-success';
  return {
    name,
    propose(group) {
      const successes = contenders(group, options).filter(({ stored }) => stored.trajectory.outcome.success);
      const chosen = shortest(successes) ?? demonstration(group);
      return settle({
        strategy: name,
        group,
        options,
        rule(episode) {
          if (!chosen) return 'no-success';
          if (episode.stored === chosen.stored) return 'no-failure';
          return withMargin({ chosen, rejected: episode }, options);
        },
      });
    },
  };
}
