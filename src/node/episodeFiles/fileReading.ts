import type { ByteSource } from './byteSource.ts';
import type { FileRows, RowLine } from './fileRows.ts';
import { longestLine } from './lineDecoder.ts';
import { type LineIndex, mostRows } from './lineIndex.ts';
import { Pause } from './pause.ts';

/** Bytes that are read at once. */
export const chunkSize = 1 << 20;

/** Of a line that is too long to be read so many bytes are read. */
const headBytes = 1024;

/** What is read, into what. */
export interface Reading {
  readonly source: ByteSource;
  readonly rows: FileRows;
  /** `chunkSize` bytes that nobody else writes into meanwhile. */
  readonly buffer: Buffer;
}

/** A row's line as it stands there; of one that is too long only the beginning. */
export async function readRow(source: ByteSource, index: LineIndex, row: number): Promise<RowLine> {
  const isWhole = index.length(row) <= longestLine && row < mostRows - 1;
  const buffer = Buffer.allocUnsafeSlow(isWhole ? index.length(row) : headBytes);
  return { bytes: buffer.subarray(0, await source.read(buffer, index.offset(row))), isWhole };
}

/** Finds the lines that follow those found, to the end of the file. Yields after each part of it. */
export async function* findLines({ source, rows, buffer }: Reading): AsyncGenerator<void, void> {
  const { index } = rows;
  for (;;) {
    const length = await source.read(buffer, index.scanned);
    if (length === 0) return;
    if (index.hasTail) rows.dropTail();
    index.scan(buffer.subarray(0, length));
    yield;
  }
}

/** Summarises the rows that are found and not known. Yields whenever others should have their turn. */
export async function* summarise({ source, rows, buffer }: Reading): AsyncGenerator<void, void> {
  const pause = new Pause();
  for (rows.advance(); rows.summarised < rows.index.rows; rows.advance()) {
    const first = rows.summarised;
    const end = endTogether(rows.index, first);
    if (end === first) rows.enter(first, await readRow(source, rows.index, first));
    else {
      const from = rows.index.offset(first);
      const length = rows.index.offset(end - 1) + rows.index.length(end - 1) - from;
      const bytes = buffer.subarray(0, await source.read(buffer.subarray(0, length), from));
      for (let row = first; row < end; row++) {
        if (rows.table.isKnown(row)) continue;
        const start = rows.index.offset(row) - from;
        rows.enter(row, { bytes: bytes.subarray(start, start + rows.index.length(row)), isWhole: true });
        if (!pause.isDue) continue;
        rows.advance();
        await pause.take();
        yield;
      }
    }
  }
}

/** The end (exclusive) of the rows from `first` on that fit into a buffer together; `first` when not even that does. */
function endTogether(index: LineIndex, first: number): number {
  const limit = index.offset(first) + chunkSize;
  let row = first;
  while (row < index.rows && row < mostRows - 1 && index.offset(row) + index.length(row) <= limit) row++;
  return row;
}
