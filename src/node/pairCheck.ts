import { dirname, join } from 'node:path';
import type { PreferencePair } from '../engine/preferences/pair.ts';
import { readPairs } from '../engine/preferences/pairFile.ts';
import { resolvePair } from '../engine/preferences/resolvePair.ts';
import { sideLookup } from '../engine/preferences/sideLookup.ts';
import { HumanError, type Problem } from '../engine/problem.ts';
import { type OpenTrajectoryFile, openTrajectoryFile } from './trajectoryFile.ts';

interface PlacedPair {
  readonly pair: PreferencePair;
  readonly line: number;
}

/** What is wrong with a pair file, in the order of its lines: with a line itself, or with the trajectories it refers to. */
export async function checkPairs(path: string): Promise<Problem[]> {
  const { pairs, problems } = await readPairFile(path);
  const { opened, missing } = await openReferences(path, pairs);
  try {
    const lookup = await sideLookup(
      pairs.map(({ pair }) => pair),
      opened,
    );
    for (const { pair, line } of pairs) {
      const place = { file: path, line };
      const side = (['chosen', 'rejected'] as const).find(name => missing.has(pair[name].file));
      if (side) problems.push({ ...place, field: `${side}.file`, message: missing.get(pair[side].file)! });
      else {
        const resolved = await resolvePair(pair, lookup, place);
        if ('problem' in resolved) problems.push(resolved.problem);
      }
    }
  } finally {
    await Promise.all(opened.map(file => file.close()));
  }
  return problems.sort((a, b) => a.line - b.line);
}

async function readPairFile(path: string): Promise<{ pairs: PlacedPair[]; problems: Problem[] }> {
  const pairs: PlacedPair[] = [];
  const problems: Problem[] = [];
  const file = await openTrajectoryFile(path, path);
  try {
    for await (const entry of readPairs({ source: file.bytes(), file: path })) {
      if ('problem' in entry) problems.push(entry.problem);
      else pairs.push({ pair: entry.value, line: entry.line });
    }
  } finally {
    await file.close();
  }
  return { pairs, problems };
}

interface References {
  readonly opened: readonly OpenTrajectoryFile[];
  /** Why a file could not be opened, by the name that pairs give it. */
  readonly missing: ReadonlyMap<string, string>;
}

async function openReferences(path: string, pairs: readonly PlacedPair[]): Promise<References> {
  const opened: OpenTrajectoryFile[] = [];
  const missing = new Map<string, string>();
  for (const name of new Set(pairs.flatMap(({ pair }) => [pair.chosen.file, pair.rejected.file]))) {
    try {
      opened.push(await openTrajectoryFile(join(dirname(path), ...name.split('/')), name));
    } catch (error) {
      if (!(error instanceof HumanError)) throw error;
      missing.set(name, error.message);
    }
  }
  return { opened, missing };
}
