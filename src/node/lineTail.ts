import type { RunFiles } from './runFiles.ts';

/** Bytes that are read at once: parsed between two turns of the event loop without anybody noticing. */
const chunk = 131_072;

/** Bytes of the longest line that is kept: far more than any line of a job's files. */
const longest = 8 * 1024 * 1024;

/** Follows an append-only file of lines, each of which it reads once. */
export class LineTail {
  readonly #files: RunFiles;
  readonly #file: string;
  #next = 0;
  #line = 0;
  #rest: Buffer = empty;
  /** Whether the line under way is longer than any line of this kind, so that its bytes are dropped. */
  #isTooLong = false;
  #size = -1;
  #time = -1;

  constructor(files: RunFiles, file: string) {
    this.#files = files;
    this.#file = file;
  }

  /**
   * Hands on the lines that were completed since the last call, in batches. `restart` is called first where the file
   * was replaced by a shorter one, and all of it comes again. A line without its end is left for the next call; text
   * is undefined for one that is too long to be read.
   */
  async read(take: (lines: readonly TailLine[]) => void, restart: () => void): Promise<void> {
    const stat = await this.#files.stat(this.#file);
    const size = stat?.size ?? 0;
    if (size < this.#next) {
      this.#begin();
      restart();
    }
    if (size === this.#size && stat?.time === this.#time) return;
    while (this.#next < size) {
      const bytes = await this.#files.read(this.#file, this.#next, Math.min(chunk, size - this.#next));
      if (bytes.length === 0) break;
      this.#next += bytes.length;
      take(this.#split(bytes));
    }
    [this.#size, this.#time] = [size, stat?.time ?? -1];
  }

  #begin(): void {
    [this.#next, this.#line, this.#rest, this.#isTooLong] = [0, 0, empty, false];
  }

  /** The lines that end in these bytes, decoded together; what comes after the last end is kept. */
  #split(bytes: Uint8Array): TailLine[] {
    const end = bytes.lastIndexOf(10);
    if (end < 0) {
      this.#keep(Buffer.concat([this.#rest, bytes]));
      return [];
    }
    const texts = Buffer.concat([this.#rest, bytes.subarray(0, end)])
      .toString('utf8')
      .split('\n');
    const wasTooLong = this.#isTooLong;
    [this.#rest, this.#isTooLong] = [empty, false];
    this.#keep(Buffer.from(bytes.subarray(end + 1)));
    return texts.map((text, index) => ({ line: ++this.#line, text: wasTooLong && index === 0 ? undefined : text }));
  }

  #keep(rest: Buffer): void {
    this.#isTooLong ||= rest.length > longest;
    this.#rest = this.#isTooLong ? empty : rest;
  }
}

const empty = Buffer.alloc(0);

/** A whole line without its end. */
export interface TailLine {
  /** 1-based. */
  readonly line: number;
  readonly text: string | undefined;
}
