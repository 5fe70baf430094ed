import type { Configuration } from './schema.ts';

/** What of a configuration decides the results: what a run is frozen to. How fast and with whose key is not part of it. */
export function frozen({ explore, policy, ...rest }: Configuration): object {
  const { concurrency: _, threads: __, ...frozenExplore } = explore;
  const { keyVariable: ___, ...frozenPolicy } = { keyVariable: undefined, ...policy };
  return { ...rest, explore: frozenExplore, policy: frozenPolicy };
}
