import { posix } from 'node:path';
import type { PreferencePair } from '../../engine/preferences/pair.ts';
import { readPairs } from '../../engine/preferences/pairFile.ts';
import { type ResolvedPair, resolvePair } from '../../engine/preferences/resolvePair.ts';
import { sideLookup } from '../../engine/preferences/sideLookup.ts';
import type { Problem } from '../../engine/problem.ts';
import { openTrajectoryFile } from '../trajectoryFile.ts';
import type { RunFolder } from './runFolder.ts';
import { withTrajectoryFiles } from './runTrajectories.ts';

export interface PairReading {
  /** Told, once, every line and pair that cannot be used; they are left out. */
  tell(problems: readonly Problem[]): void;
  /** At most so many pairs, the first of the file. */
  readonly limit?: number;
}

/** The pairs of a file of a run with the trajectories they refer to. Throws a `HumanError` for a file that is missing. */
export async function resolvedPairs(
  run: RunFolder,
  file: string,
  { tell, limit }: PairReading,
): Promise<ResolvedPair[]> {
  const { pairs, problems } = await pairsIn(run, file);
  const wanted = pairs.slice(0, limit);
  const names = [...new Set(wanted.flatMap(({ pair }) => [pair.chosen.file, pair.rejected.file]))];
  const files = names.map(name => posix.join(posix.dirname(file), name));
  const resolved = await withTrajectoryFiles(run, { from: file, files }, async opened => {
    const lookup = await sideLookup(
      wanted.map(({ pair }) => pair),
      opened,
    );
    return Promise.all(wanted.map(({ pair, line }) => resolvePair(pair, lookup, { file: run.pathOf(file), line })));
  });
  for (const read of resolved) if ('problem' in read) problems.push(read.problem);
  tell(problems);
  return resolved.flatMap(read => ('value' in read ? [read.value] : []));
}

async function pairsIn(run: RunFolder, file: string) {
  const pairs: { readonly pair: PreferencePair; readonly line: number }[] = [];
  const problems: Problem[] = [];
  const source = await openTrajectoryFile(run.pathOf(file), file);
  try {
    for await (const entry of readPairs({ source: source.bytes(), file: run.pathOf(file) })) {
      if ('value' in entry) pairs.push({ pair: entry.value, line: entry.line });
      else problems.push(entry.problem);
    }
  } finally {
    await source.close();
  }
  return { pairs, problems };
}
