import type { LineSource } from '../trajectory/reader.ts';
import { readPairs } from './pairFile.ts';

/** How long the sides of some pairs are. */
export interface SideTurns {
  /** Mean agent turns that carry loss. */
  readonly chosen: number;
  readonly rejected: number;
}

/** The mean lengths of both sides over the first `limit` pairs of a stream; undefined where it holds none. */
export async function sideTurns(from: LineSource, limit: number): Promise<SideTurns | undefined> {
  let [pairs, chosen, rejected] = [0, 0, 0];
  for await (const entry of readPairs(from)) {
    if ('problem' in entry) continue;
    const { value } = entry;
    chosen += value.chosen.to - value.chosen.from;
    rejected += value.rejected.to - value.rejected.from;
    if (++pairs === limit) break;
  }
  return pairs === 0 ? undefined : { chosen: chosen / pairs, rejected: rejected / pairs };
}
