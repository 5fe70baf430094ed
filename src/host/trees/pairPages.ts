import type { PreferencePair } from '../../engine/preferences/pair.ts';
import { readPairs } from '../../engine/preferences/pairFile.ts';
import type { Problem } from '../../engine/problem.ts';
import type { LineSource } from '../../engine/trajectory/reader.ts';

/** Pairs of one task that follow each other in a file. */
export interface PairGroup {
  readonly task: string;
  readonly pairs: readonly PreferencePair[];
}

/** The beginning of a pair file. */
export interface PairPage {
  readonly groups: readonly PairGroup[];
  /** Lines that are no pairs. */
  readonly problems: readonly Problem[];
  readonly hasMore: boolean;
}

/** The first `most` tasks of a pair file; what comes after them is not read. */
export async function firstPairs(from: LineSource, most: number): Promise<PairPage> {
  const groups: { readonly task: string; readonly pairs: PreferencePair[] }[] = [];
  const problems: Problem[] = [];
  for await (const entry of readPairs(from)) {
    if ('problem' in entry) {
      problems.push(entry.problem);
      continue;
    }
    const pair = entry.value;
    const last = groups.at(-1);
    if (last?.task === pair.task.id) last.pairs.push(pair);
    else if (groups.length === most) return { groups, problems, hasMore: true };
    else groups.push({ task: pair.task.id, pairs: [pair] });
  }
  return { groups, problems, hasMore: false };
}
