import type { Configuration } from './schema.ts';

/**
 * What of a configuration decides what its stages make: what a run is frozen to. How fast, how patiently and with whose
 * key is not part of it, nor is how much is done: more seeds, iterations and baselines add stages and change none.
 */
export function frozen({ explore, policy, seeds: _s, iterations: _i, baselines: _b, ...rest }: Configuration): object {
  const { concurrency: _, threads: __, ...frozenExplore } = explore;
  return { ...rest, explore: frozenExplore, policy: frozenPolicy(policy) };
}

/** What of a policy's settings decides its turns. */
export function frozenPolicy(policy: Configuration['policy']): object {
  if (policy.kind !== 'openai') return policy;
  const { keyVariable: _, timeout: __, deadline: ___, retries: ____, ...decisive } = policy;
  return decisive;
}
