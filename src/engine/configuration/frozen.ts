import type { Configuration } from './schema.ts';

/** What of a configuration decides the results: what a run is frozen to. How fast, how patiently and with whose key is not part of it. */
export function frozen({ explore, policy, ...rest }: Configuration): object {
  const { concurrency: _, threads: __, ...frozenExplore } = explore;
  return { ...rest, explore: frozenExplore, policy: frozenPolicy(policy) };
}

/** What of a policy's settings decides its turns. */
export function frozenPolicy(policy: Configuration['policy']): object {
  if (policy.kind !== 'openai') return policy;
  const { keyVariable: _, timeout: __, deadline: ___, retries: ____, ...decisive } = policy;
  return decisive;
}
