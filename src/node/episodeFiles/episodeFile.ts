import type { EpisodeRow, FileStatus } from '../../protocol/episodeFiles.ts';
import type { ByteSource, SourceState } from './byteSource.ts';
import { bearsPrint, type FilePrint, takePrint } from './filePrint.ts';
import { FileRows, type RowLine } from './fileRows.ts';
import { longestLine } from './lineDecoder.ts';
import { mostRows } from './lineIndex.ts';
import { Pause } from './pause.ts';
import { Signal } from './signal.ts';

/** Bytes that are read at once. */
const chunkSize = 1 << 20;

/** A last line without its end is waited for so long after the file was last written. In milliseconds. */
const restAfter = 2_000;

/** While someone waits, the file is looked at so often. In milliseconds. */
const lookEvery = 500;

/** While a file is read, news are given out so often. In milliseconds. */
const newsEvery = 100;

/** A first answer about summaries waits for so many of them, but not longer than so many milliseconds. */
const firstSummaries = 2_000;
const firstSummariesIn = 150;

/** A line of which this many bytes are read when it is too long to be read whole. */
const headBytes = 1024;

/**
 * A file of episodes that is read in the background: first where its lines lie, then what stands on them. It is read on
 * where it has grown and anew where it was replaced.
 */
export class EpisodeFile {
  readonly path: string;
  readonly source: ByteSource;
  readonly #news = new Signal();
  readonly #buffer = Buffer.allocUnsafeSlow(chunkSize);
  #rows: FileRows;
  #state: SourceState | undefined;
  #print: FilePrint | undefined;
  #version = 0;
  #replaced = 0;
  #newsAt = 0;
  /** What the version stands for. */
  #given = '';
  #reading: Promise<void> | undefined;
  #wantsSummaries = false;
  #failure: unknown;
  #isClosed = false;

  constructor(path: string, source: ByteSource) {
    this.path = path;
    this.source = source;
    this.#rows = new FileRows(path);
  }

  /** The rows as they stand now; another object after the file was replaced. */
  get rows(): FileRows {
    return this.#rows;
  }

  get version(): number {
    return this.#version;
  }

  status(): FileStatus {
    const { index, summarised, tally } = this.#rows;
    const bytes = Math.max(this.#state?.size ?? 0, index.scanned);
    return {
      bytes,
      indexed: index.scanned,
      rows: index.rows,
      summarised,
      malformed: tally.malformed,
      averageReward: tally.judged > 0 ? tally.rewards / tally.judged : null,
      successRate: tally.judged > 0 ? tally.successes / tally.judged : null,
      complete: index.scanned === bytes && summarised === index.rows,
      version: this.#version,
    };
  }

  /**
   * Looks at the file and goes on reading it in the background, `summaries` included if asked for here or before.
   * Resolves when the first rows are found. Rejects with a `HumanError` when it cannot be read.
   */
  async look({ summaries }: { readonly summaries: boolean }): Promise<void> {
    this.#wantsSummaries ||= summaries;
    await this.#compare();
    this.#read();
    while (this.#reading && this.#rows.index.scanned === 0) await this.#news.next();
    if (this.#failure !== undefined) throw this.#failure;
  }

  /** Resolves when the version is another than `version`. */
  async changed(version: number, signal: AbortSignal): Promise<void> {
    const stopLooking = this.#keepLooking();
    try {
      while (this.#version === version) {
        await this.#news.next(signal);
        if (this.#failure !== undefined) throw this.#failure;
      }
    } finally {
      stopLooking();
    }
  }

  /** Resolves when every line is found that stands in the file now, or `isEnough`. */
  async indexed(isEnough: () => boolean): Promise<void> {
    while (this.#reading && !isEnough() && this.#rows.index.scanned < (this.#state?.size ?? 0)) await this.#news.next();
  }

  /** Resolves when all that stands in the file is summarised, or enough of it for a first answer; soon in any case. */
  async firstSummaries(): Promise<void> {
    const deadline = AbortSignal.timeout(firstSummariesIn);
    try {
      while (this.#reading && this.#rows.summarised < firstSummaries) await this.#news.next(deadline);
    } catch (error) {
      if (!deadline.aborted) throw error;
    }
  }

  /** Rows by their numbers, read where they are not known yet; fewer where that would take long. */
  async read(wanted: ArrayLike<number>, patience = 300): Promise<EpisodeRow[]> {
    const rows = this.#rows;
    const pause = new Pause();
    const deadline = performance.now() + patience;
    const found: EpisodeRow[] = [];
    for (let at = 0; at < wanted.length; at++) {
      const row = wanted[at]!;
      if (row >= rows.index.rows) break;
      if (!rows.row(row)) {
        if (found.length > 0 && performance.now() > deadline) break;
        rows.enter(row, await this.line(row));
        if (pause.isDue) await pause.take();
      }
      found.push(rows.row(row)!);
    }
    return found;
  }

  /** A row's line as it stands there; of one that is too long only the beginning. */
  async line(row: number): Promise<RowLine> {
    const { index } = this.#rows;
    const isWhole = index.length(row) <= longestLine && row < mostRows - 1;
    const buffer = Buffer.allocUnsafeSlow(isWhole ? index.length(row) : headBytes);
    return { bytes: buffer.subarray(0, await this.source.read(buffer, index.offset(row))), isWhole };
  }

  /** Lets go of the file and of what is known of it; calls that wait are rejected. */
  async close(): Promise<void> {
    this.#isClosed = true;
    this.#rows = new FileRows(this.path);
    this.#failure = new Error(`${this.path} was closed.`);
    this.#news.give();
    await this.#reading;
    await this.source.close();
  }

  /** Forgets everything when the file is no longer the one that was read. */
  async #compare(): Promise<void> {
    const state = await this.source.state();
    const before = this.#state;
    this.#state = state;
    if (!before || (await this.#isContinued(before, state))) return;
    this.#rows = new FileRows(this.path);
    this.#replaced++;
    this.#print = undefined;
    this.#failure = undefined;
    await this.source.close();
  }

  async #isContinued(before: SourceState, now: SourceState): Promise<boolean> {
    if (now.identity !== before.identity || now.size < this.#rows.index.scanned) return false;
    if (now.modified === before.modified && now.size === before.size) return true;
    // A document that has changed is another one.
    if (this.#rows.index.isDocument) return false;
    return now.size > before.size && (!this.#print || (await bearsPrint(this.source, this.#print)));
  }

  #read(): void {
    if (this.#reading || this.#isClosed) return;
    this.#failure = undefined;
    this.#reading = this.#readAll()
      .catch(error => {
        this.#failure = error;
      })
      .finally(() => {
        this.#reading = undefined;
        this.#give();
      });
  }

  async #readAll(): Promise<void> {
    for (let rows: FileRows | undefined; rows !== this.#rows && !this.#isClosed; ) {
      rows = this.#rows;
      await this.#findLines(rows);
      if (this.#wantsSummaries) await this.#summarise(rows);
    }
  }

  async #findLines(rows: FileRows): Promise<void> {
    const { index } = rows;
    const buffer = this.#buffer;
    if (index.scanned === 0 && (await this.#isDocument())) index.addDocument(this.#state!.size);
    while (rows === this.#rows) {
      const length = await this.source.read(buffer, index.scanned);
      if (length === 0 || rows !== this.#rows) break;
      if (index.hasTail) rows.dropTail();
      index.scan(buffer.subarray(0, length));
      this.#giveNow();
    }
    const { modified } = this.#state!;
    if (index.isTorn && Date.now() - modified >= restAfter) index.addTail();
    if (rows === this.#rows && this.#print?.size !== index.scanned)
      this.#print = await takePrint(this.source, index.scanned);
  }

  /** Whether the file is one JSON document over any number of lines, as other tools write it. */
  async #isDocument(): Promise<boolean> {
    const { size } = this.#state!;
    if (!this.path.endsWith('.json') || size > longestLine) return false;
    const bytes = Buffer.allocUnsafeSlow(size);
    return isJson(bytes.toString('utf8', 0, await this.source.read(bytes, 0)));
  }

  async #summarise(rows: FileRows): Promise<void> {
    const pause = new Pause();
    for (rows.advance(); rows === this.#rows && rows.summarised < rows.index.rows; rows.advance()) {
      const first = rows.summarised;
      const last = this.#lastTogether(rows, first);
      const from = rows.index.offset(first);
      if (last < first) rows.enter(first, await this.line(first));
      else {
        const length = rows.index.offset(last) + rows.index.length(last) - from;
        const bytes = this.#buffer.subarray(0, await this.source.read(this.#buffer.subarray(0, length), from));
        for (let row = first; row <= last && rows === this.#rows; row++) {
          if (rows.table.isKnown(row)) continue;
          const start = rows.index.offset(row) - from;
          rows.enter(row, { bytes: bytes.subarray(start, start + rows.index.length(row)), isWhole: true });
          if (pause.isDue) {
            rows.advance();
            this.#giveNow();
            await pause.take();
          }
        }
      }
    }
  }

  /** The last of the rows from `first` on that fit into the buffer together; before `first` when not even that does. */
  #lastTogether({ index }: FileRows, first: number): number {
    const limit = index.offset(first) + chunkSize;
    let row = first;
    while (row < index.rows && row < mostRows - 1 && index.offset(row) + index.length(row) <= limit) row++;
    return row - 1;
  }

  /** Looks at the file now and then; returns what ends that. */
  #keepLooking(): () => void {
    let isLooking = false;
    const look = async () => {
      if (isLooking) return;
      isLooking = true;
      try {
        await this.look({ summaries: true });
      } catch (error) {
        this.#failure = error;
        this.#news.give();
      } finally {
        isLooking = false;
      }
    };
    const timer = setInterval(look, lookEvery);
    const stopWatching = this.source.watch?.(look);
    void look();
    return () => {
      clearInterval(timer);
      stopWatching?.();
    };
  }

  /** Gives out news, unless that was done a moment ago. */
  #giveNow(): void {
    if (performance.now() - this.#newsAt >= newsEvery || this.#version === 0) this.#give();
  }

  #give(): void {
    this.#newsAt = performance.now();
    const { index, summarised } = this.#rows;
    const given = `${this.#replaced} ${index.scanned} ${index.rows} ${summarised}`;
    if (given !== this.#given) this.#version++;
    this.#given = given;
    this.#news.give();
  }
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text.replace(/^\uFEFF/, ''));
    return true;
  } catch {
    return false;
  }
}
