import type { EpisodeRow, FileStatus } from '../../protocol/episodeFiles.ts';
import type { ByteSource, SourceState } from './byteSource.ts';
import { bearsPrint, type FilePrint, takePrint } from './filePrint.ts';
import { findDocument, findLines, readRow, readRows, summarise } from './fileReading.ts';
import { FileRows, type RowLine } from './fileRows.ts';
import { keepLooking } from './keepLooking.ts';
import { Signal } from './signal.ts';

/** A last line without its end is waited for so long after the file was last written. In milliseconds. */
const restAfter = 2_000;

/** While a file is read, news are given out so often. In milliseconds. */
const newsEvery = 100;

/** A first answer about summaries waits for so many of them, but not longer than so many milliseconds. */
const firstSummaries = 2_000;
const firstSummariesIn = 150;

/**
 * A file of episodes that is read in the background: first where its lines lie, then what stands on them. It is read on
 * where it has grown and anew where it was replaced.
 */
export class EpisodeFile {
  readonly path: string;
  readonly source: ByteSource;
  readonly #news = new Signal();
  #rows: FileRows;
  #state: SourceState | undefined;
  #print: FilePrint | undefined;
  #version = 0;
  #replaced = 0;
  #newsAt = 0;
  /** What the version stands for. */
  #given = '';
  #reading: Promise<void> | undefined;
  /** Whether lines are still being found. */
  #isFinding = false;
  #wantsSummaries = false;
  #failure: unknown;
  #isClosed = false;
  /** Those who wait for a change. */
  #followers = 0;
  #stopLooking: (() => void) | undefined;

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
    const { index } = this.#rows;
    return {
      bytes: Math.max(this.#state?.size ?? 0, index.scanned),
      indexed: index.scanned,
      rows: index.rows,
      ...this.#rows.figures(),
      complete: this.#isComplete(),
      version: this.#version,
    };
  }

  #isComplete(): boolean {
    const { index, summarised } = this.#rows;
    return !this.#isFinding && index.scanned >= (this.#state?.size ?? 0) && summarised === index.rows;
  }

  /**
   * Looks at the file and goes on reading it in the background, `summaries` included if asked for here or before.
   * Resolves when the first rows are found. Rejects with a `HumanError` when it cannot be read.
   */
  async look({ summaries }: { readonly summaries: boolean }): Promise<void> {
    this.#wantsSummaries ||= summaries;
    await this.#compare();
    if (this.#isBehind()) this.#read();
    while (this.#reading && (this.#rows.index.scanned === 0 || this.#isAtEnd())) await this.#news.next();
    if (this.#failure !== undefined) throw this.#failure;
  }

  /** Resolves when the version is another than `version`. */
  async changed(version: number, signal: AbortSignal): Promise<void> {
    this.#followers++;
    this.#stopLooking ??= keepLooking(this.source, () =>
      this.look({ summaries: true }).catch(error => {
        this.#failure = error;
        this.#news.give();
      }),
    );
    try {
      while (this.#version === version) {
        await this.#news.next(signal);
        if (this.#failure !== undefined) throw this.#failure;
      }
    } finally {
      if (--this.#followers === 0) {
        this.#stopLooking?.();
        this.#stopLooking = undefined;
      }
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

  /** Rows by their numbers: see `readRows`. */
  read(wanted: ArrayLike<number>): Promise<EpisodeRow[]> {
    return readRows({ source: this.source, rows: this.#rows }, wanted);
  }

  /** A row's line. */
  line(row: number): Promise<RowLine> {
    return readRow(this.source, this.#rows.index, row);
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

  /** Whether there is something to read, as far as can be told. */
  #isBehind(): boolean {
    const { index, summarised } = this.#rows;
    const isFound = index.scanned === this.#state!.size && !index.isTorn && this.#failure === undefined;
    return !isFound || (this.#wantsSummaries && summarised < index.rows);
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
        this.#isFinding = false;
        this.#give();
      });
  }

  /** All is found but what the last line is. */
  #isAtEnd(): boolean {
    return this.#isFinding && this.#rows.index.scanned >= this.#state!.size;
  }

  async #readAll(): Promise<void> {
    for (let rows: FileRows | undefined; rows !== this.#rows && !this.#isClosed; ) {
      rows = this.#rows;
      const reading = { source: this.source, rows };
      if (rows.index.scanned === 0) await findDocument(reading, { path: this.path, size: this.#state!.size });
      this.#isFinding = true;
      await this.#follow(rows, findLines(reading, this.#state!.size));
      if (rows === this.#rows) await this.#finishLines(rows);
      this.#isFinding = false;
      this.#give();
      if (this.#wantsSummaries) await this.#follow(rows, summarise(reading));
    }
  }

  /** Gives out news of a reading's progress, and ends it when its rows are no longer those of the file. */
  async #follow(rows: FileRows, reading: AsyncIterable<void>): Promise<void> {
    if (rows !== this.#rows) return;
    for await (const _ of reading) {
      if (rows !== this.#rows) return;
      this.#giveNow();
    }
  }

  async #finishLines({ index }: FileRows): Promise<void> {
    if (index.isTorn) {
      const { size, modified } = await this.source.state();
      if (size === index.scanned && Date.now() - modified >= restAfter) index.addTail();
    }
    if (this.#print?.size !== index.scanned) this.#print = await takePrint(this.source, index.scanned);
  }

  /** Gives out news, unless that was done a moment ago. */
  #giveNow(): void {
    if (performance.now() - this.#newsAt >= newsEvery || this.#version === 0) this.#give();
  }

  #give(): void {
    this.#newsAt = performance.now();
    const { index, summarised } = this.#rows;
    const given = `${this.#replaced} ${index.scanned} ${index.rows} ${summarised} ${this.#isComplete()}`;
    if (given !== this.#given) this.#version++;
    this.#given = given;
    this.#news.give();
  }
}
