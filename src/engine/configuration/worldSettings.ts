import type { Configuration } from './schema.ts';

type Environment = Configuration['environment'];

/**
 * What a configuration says of its world: its name, and what it is opened with (`WorldSettings`); the root as it is
 * written there. What is not said is left out.
 */
export function worldSettings({
  name,
  seed,
  root,
  holdOut,
  wording,
}: Pick<Environment, 'name' | 'seed'> & Partial<Pick<Environment, 'root' | 'holdOut' | 'wording'>>) {
  return {
    name,
    seed,
    ...(root !== undefined && { root }),
    ...(holdOut && { holdOut }),
    ...(wording !== undefined && { wording }),
  };
}
