import type { Problem, Read } from '../../engine/problem.ts';
import { decodeTrajectory } from '../../engine/trajectory/decode.ts';
import { defaultLineLimit } from '../../engine/trajectory/lines.ts';
import { readLine } from '../../engine/trajectory/reader.ts';
import type { Trajectory } from '../../engine/trajectory/trajectory.ts';

/** Longer lines are not read. In bytes. */
export const longestLine = defaultLineLimit;

const decoder = new TextDecoder('utf-8', { fatal: true });

/** The trajectory on a line, or the problem in its place; no bytes stand for a line that is too long. */
export function decodeLine(bytes: Uint8Array | undefined, at: Pick<Problem, 'file' | 'line'>): Read<Trajectory> {
  const read = readLine(bytes, decoder, { ...at, limit: longestLine });
  if (!read) return { problem: { ...at, message: 'The line holds nothing but blanks; delete it.' } };
  return 'problem' in read ? read : decodeTrajectory(read.value, at);
}

/** Whether bytes are one value of JSON. */
export function isJson(bytes: Uint8Array): boolean {
  try {
    JSON.parse(decoder.decode(bytes));
    return true;
  } catch {
    return false;
  }
}
