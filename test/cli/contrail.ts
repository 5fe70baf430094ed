import { type SpawnSyncOptionsWithStringEncoding, type SpawnSyncReturns, spawnSync } from 'node:child_process';
import { join } from 'node:path';

/** The command line as it ships, built by `node src/build.mjs`. */
export const bundle = join(import.meta.dirname, '..', '..', 'dist', 'cli.cjs');

/** Runs `contrail` to its end. */
export function contrail(
  args: readonly string[],
  options: Omit<SpawnSyncOptionsWithStringEncoding, 'encoding'> = {},
): SpawnSyncReturns<string> {
  return spawnSync(process.execPath, [bundle, ...args], { encoding: 'utf8', maxBuffer: 2 ** 26, ...options });
}

/** The JSON of each line of standard output; throws when a line is none. */
export function jsonLines(stdout: string): Record<string, unknown>[] {
  return stdout
    .split('\n')
    .slice(0, -1)
    .map(line => JSON.parse(line) as Record<string, unknown>);
}
