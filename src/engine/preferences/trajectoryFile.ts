import { decodeTrajectory } from '../trajectory/decode.ts';
import { type Entry, readJsonLines } from '../trajectory/reader.ts';
import type { Trajectory } from '../trajectory/trajectory.ts';

/** A trajectory file that can be read from its start and, later, again in parts. */
export interface TrajectoryFile {
  /** The file as pairs name it: relative to the pair file, with `/` on every system. */
  readonly file: string;
  /** The file's bytes, or those from `from` (inclusive) to `to` (exclusive). */
  bytes(range?: { readonly from: number; readonly to: number }): AsyncIterable<Uint8Array>;
}

/** Lines that follow one another: the number of the first, where it begins in bytes, and how many bytes they take. */
export interface LineSpan {
  readonly line: number;
  readonly offset: number;
  readonly length: number;
}

/** The trajectories of a file, or of some of its lines, placed and named as when the whole file is read. */
export async function* readSpan(from: TrajectoryFile, span?: LineSpan): AsyncGenerator<Entry<Trajectory>> {
  const { line, offset, length } = span ?? { line: 1, offset: 0, length: undefined };
  const source = from.bytes(length === undefined ? undefined : { from: offset, to: offset + length });
  // A document that bears no name is named by its line, so the line must be right when it is decoded.
  const decode = (value: unknown, at: { file: string; line: number }) =>
    decodeTrajectory(value, { ...at, line: at.line + line - 1 });
  for await (const entry of readJsonLines({ source, file: from.file }, decode))
    yield { ...entry, line: entry.line + line - 1, offset: entry.offset + offset };
}
