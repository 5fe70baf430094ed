import { demonstration } from '../contender.ts';
import type { PairOptions } from '../options.ts';
import { settle, withMargin } from '../settlement.ts';
import type { PairStrategy } from '../strategy.ts';

/**
 * ETO (paper §3.2): each episode against the demonstration of its task. The higher reward is chosen, whichever side has
 * it, and lends its prompt; equal rewards make no pair.
 */
export function expertAgainstAgent(options: PairOptions): PairStrategy {
  const name = 'expert-against-agent';
  return {
    name,
    propose(group) {
      const expert = demonstration(group);
      return settle({
        strategy: name,
        group,
        options,
        rule(episode) {
          if (!expert) return 'no-expert';
          const [chosen, rejected] = episode.reward > expert.reward ? [episode, expert] : [expert, episode];
          return withMargin({ chosen, rejected }, options);
        },
      });
    },
  };
}
