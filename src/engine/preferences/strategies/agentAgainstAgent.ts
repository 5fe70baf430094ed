import { contenders, shortest } from '../contender.ts';
import type { PairOptions } from '../options.ts';
import { settle, withMargin } from '../settlement.ts';
import type { PairStrategy } from '../strategy.ts';

/**
 * Self-play, ETO without an expert: the policy's best episode of a task, the shortest where several are
 * best, against each worse one.
 */
export function agentAgainstAgent(options: PairOptions): PairStrategy {
  const name = 'agent-against-agent';
  return {
    name,
    propose(group) {
      const all = contenders(group, options);
      const reward = Math.max(...all.map(contender => contender.reward));
      const chosen = shortest(all.filter(contender => contender.reward === reward));
      return settle({
        strategy: name,
        group,
        options,
        rule(episode) {
          if (!chosen) return 'no-success';
          if (episode.stored !== chosen.stored) return withMargin({ chosen, rejected: episode }, options);
          return chosen.stored.trajectory.outcome.success ? 'no-failure' : 'no-success';
        },
      });
    },
  };
}
