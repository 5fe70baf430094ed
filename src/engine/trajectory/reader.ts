import type { Problem, Read } from '../problem.ts';
import { decodeTrajectory } from './decode.ts';
import { jsonSyntaxProblem } from './jsonSyntax.ts';
import { defaultLineLimit, type Line, lines } from './lines.ts';
import type { Trajectory } from './trajectory.ts';

/** What one line holds, and where it lies: the bytes from `offset` on, `length` of them, are the line unchanged. */
export type Entry<T> = Read<T> & Omit<Line, 'bytes'>;

/** A stream of JSON Lines. */
export interface LineSource {
  readonly source: AsyncIterable<Uint8Array>;
  /** The file's name in problems. */
  readonly file: string;
  /** Longest line that is read, in bytes. */
  readonly limit?: number;
}

/**
 * The trajectories of a stream, and a problem in the place of each line that is none; blank lines are passed over. A
 * byte-order mark, CRLF and a last line without its end are read as if they were in order.
 */
export async function* readTrajectories(from: LineSource): AsyncGenerator<Entry<Trajectory>, void, void> {
  yield* readJsonLines(from, decodeTrajectory);
}

/** Any JSON Lines stream, each value decoded by `decode`. */
export async function* readJsonLines<T>(
  { source, file, limit = defaultLineLimit }: LineSource,
  decode: (value: unknown, at: Pick<Problem, 'file' | 'line'>) => Read<T>,
): AsyncGenerator<Entry<T>, void, void> {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  for await (const batch of lines(source, limit)) {
    for (const { bytes, ...place } of batch) {
      const read = readLine(bytes, decoder, { file, line: place.line, limit });
      if (!read) continue;
      yield { ...place, ...('problem' in read ? read : decode(read.value, { file, line: place.line })) };
    }
  }
}

/** Where a line stands, and the longest that is read, in bytes. */
export interface LinePlace {
  readonly file: string;
  readonly line: number;
  readonly limit: number;
}

/** The JSON of one line; undefined when the line is blank. `bytes` are undefined where it is longer than the limit. */
export function readLine(
  bytes: Uint8Array | undefined,
  decoder: TextDecoder,
  { file, line, limit }: LinePlace,
): Read<unknown> | undefined {
  const problem = (message: string, column?: number) => ({
    problem: { file, line, ...(column !== undefined && { column }), message },
  });
  if (!bytes) return problem(`The line is longer than ${limit} bytes, the limit; is this JSON Lines?`);
  let text: string;
  try {
    text = decoder.decode(bytes);
  } catch {
    return problem('The line is not valid UTF-8; save the file in that encoding.');
  }
  try {
    return { value: JSON.parse(text) };
  } catch {
    if (text.trim() === '') return undefined;
    const { message, column } = jsonSyntaxProblem(text);
    return problem(message, column);
  }
}
