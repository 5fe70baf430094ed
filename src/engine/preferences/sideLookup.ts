import type { Trajectory } from '../trajectory/trajectory.ts';
import type { PreferencePair } from './pair.ts';
import type { Lookup } from './resolvePair.ts';
import { readSpan, type TrajectoryFile } from './trajectoryFile.ts';

/** Reads from the files, once through each, the trajectories that pairs refer to, and no others. */
export async function sideLookup(pairs: readonly PreferencePair[], files: readonly TrajectoryFile[]): Promise<Lookup> {
  const found = new Map<string, Trajectory | undefined>();
  const nameOf = ({ file, id }: { file: string; id: string }) => `${file}\u0000${id}`;
  for (const { chosen, rejected } of pairs) {
    found.set(nameOf(chosen), undefined);
    found.set(nameOf(rejected), undefined);
  }
  for (const file of files) {
    for await (const entry of readSpan(file)) {
      if (!('value' in entry)) continue;
      const name = nameOf({ file: file.file, id: entry.value.id });
      // As in pairing, the first of two trajectories with one id counts.
      if (found.has(name) && !found.get(name)) found.set(name, entry.value);
    }
  }
  return side => found.get(nameOf(side));
}
