import type { EpisodeRow } from '../../protocol/episodeFiles.ts';
import type { ByteSource } from './byteSource.ts';
import type { FileRows, RowLine } from './fileRows.ts';
import { isJson, longestLine } from './lineDecoder.ts';
import { type LineIndex, mostRows } from './lineIndex.ts';
import { Pause } from './pause.ts';

/** At most and at least so many bytes are read at once. */
const chunkSize = 1 << 20;
const leastRoom = 1 << 12;

/** Of a line that is too long to be read so many bytes are read. */
const headBytes = 1024;

/** So long rows are read for one answer. In milliseconds. */
const patience = 300;

/** What is read, and what for. */
export interface Reading {
  readonly source: ByteSource;
  readonly rows: FileRows;
}

/** A row's line as it stands there; of one that is too long only the beginning. */
export async function readRow(source: ByteSource, index: LineIndex, row: number): Promise<RowLine> {
  const isWhole = index.length(row) <= longestLine && row < mostRows - 1;
  const buffer = Buffer.allocUnsafeSlow(isWhole ? index.length(row) : headBytes);
  return { bytes: buffer.subarray(0, await source.read(buffer, index.offset(row))), isWhole };
}

/**
 * Rows by their numbers, read where they are not known yet; fewer where their lines are long or go on meanwhile. Rows
 * that follow each other are read at once: every reading may have to wait for a turn of what summarises the file.
 */
export async function readRows(reading: Reading, wanted: ArrayLike<number>): Promise<EpisodeRow[]> {
  const { source, rows } = reading;
  const { edits } = rows;
  const pause = new Pause();
  const deadline = performance.now() + patience;
  const found: EpisodeRow[] = [];
  let part: Part | undefined;
  for (let at = 0; at < wanted.length && wanted[at]! < rows.index.rows; at++) {
    const row = wanted[at]!;
    if (!rows.row(row)) {
      if (found.length > 0 && performance.now() > deadline) break;
      if (!part || row < part.first || row >= part.end)
        part = await readTogether(reading, row, room(followingBytes(rows.index, wanted, at)));
      const line = part.line(row) ?? (await readRow(source, rows.index, row));
      // A row was taken back: what was read may be the beginning of a line only.
      if (edits !== rows.edits) break;
      rows.enter(row, line);
      if (pause.isDue) await pause.take();
    }
    found.push(rows.row(row)!);
  }
  return found;
}

/** How many bytes the rows take that follow each other in a list from `at` on, or the first of them up to a chunk. */
function followingBytes(index: LineIndex, wanted: ArrayLike<number>, at: number): number {
  const first = wanted[at]!;
  let bytes = 0;
  for (let next = at; next < wanted.length && wanted[next] === first + (next - at) && bytes < chunkSize; next++)
    bytes =
      wanted[next]! < index.rows
        ? index.offset(wanted[next]!) + index.length(wanted[next]!) - index.offset(first)
        : chunkSize;
  return bytes;
}

/** Makes one row of a `.json` file that is one document over any number of lines, as other tools write it. */
export async function findDocument(
  { source, rows }: Reading,
  { path, size }: { readonly path: string; readonly size: number },
): Promise<void> {
  if (!path.endsWith('.json') || size > longestLine) return;
  const bytes = Buffer.allocUnsafeSlow(size);
  if (isJson(bytes.subarray(0, await source.read(bytes, 0)))) rows.index.addDocument(size);
}

/** Finds the lines that follow those found, to the end of a file of about `size` bytes. Yields after each part of it. */
export async function* findLines({ source, rows }: Reading, size: number): AsyncGenerator<void, void> {
  const { index } = rows;
  const buffer = room(size - index.scanned);
  for (;;) {
    const length = await source.read(buffer, index.scanned);
    if (length === 0) return;
    if (index.hasTail) rows.dropTail();
    index.scan(buffer.subarray(0, length));
    yield;
  }
}

/** Summarises the rows that are found and not known. Yields whenever others should have their turn. */
export async function* summarise({ source, rows }: Reading): AsyncGenerator<void, void> {
  rows.advance();
  if (rows.summarised === rows.index.rows) return;
  const pause = new Pause();
  const left = rows.index.scanned - rows.index.offset(rows.summarised);
  let [buffer, spare] = [room(left), room(left)];
  const readAhead = (first: number) => {
    const part = readTogether({ source, rows }, first, buffer);
    // A failure is met when the part is awaited, or never when nobody wants it any more.
    part.catch(() => {});
    return part;
  };
  let next = readAhead(rows.summarised);
  for (let part = await next; part.end > part.first; part = await next) {
    [buffer, spare] = [spare, buffer];
    next = readAhead(part.end);
    for (let row = part.first; row < part.end; row++) {
      if (!rows.table.isKnown(row)) rows.enter(row, part.line(row) ?? (await readRow(source, rows.index, row)));
      if (!pause.isDue) continue;
      rows.advance();
      await pause.take();
      yield;
    }
  }
  rows.advance();
}

/** A buffer for so many bytes, or for a part of them. */
function room(bytes: number): Buffer {
  return Buffer.allocUnsafeSlow(Math.max(leastRoom, Math.min(bytes, chunkSize)));
}

/** Rows that follow each other, from `first` to `end` (exclusive). */
interface Part {
  readonly first: number;
  readonly end: number;
  /** The line of a row; undefined when it does not fit into the buffer and is read when its turn comes. */
  line(row: number): RowLine | undefined;
}

/** As many rows from `first` on as fit into the buffer, at least one where there are any. */
async function readTogether({ source, rows }: Reading, first: number, buffer: Buffer): Promise<Part> {
  const { index } = rows;
  if (first >= index.rows) return { first, end: first, line: () => undefined };
  const from = index.offset(first);
  let end = first;
  while (end < index.rows && end < mostRows - 1 && index.offset(end) + index.length(end) <= from + buffer.length) end++;
  if (end === first) return { first, end: first + 1, line: () => undefined };
  const length = index.offset(end - 1) + index.length(end - 1) - from;
  const bytes = buffer.subarray(0, await source.read(buffer.subarray(0, length), from));
  const line = (row: number) => {
    const start = index.offset(row) - from;
    return { bytes: bytes.subarray(start, start + index.length(row)), isWhole: true };
  };
  return { first, end, line };
}
