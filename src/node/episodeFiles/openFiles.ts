import { type ByteSource, fileSource, GivenBytes } from './byteSource.ts';
import { EpisodeFile } from './episodeFile.ts';
import type { FileRows } from './fileRows.ts';
import { FileViews } from './fileViews.ts';
import { JournalFile } from './journalFile.ts';

/** A file that nobody asked about for so long is let go of; the next call reads it again. In milliseconds. */
const idleFor = 10 * 60_000;
const tidyEvery = 60_000;

/** A file that is open, its views and the journal beside it. */
export interface OpenFile {
  readonly file: EpisodeFile;
  readonly journal: JournalFile | undefined;
  /** The views of the rows that the file has now. */
  views(): FileViews;
}

interface Use {
  readonly open: OpenFile;
  /** Calls in progress. */
  calls: number;
  usedAt: number;
  /** Whether someone closed it and nobody has called since. */
  isClosed: boolean;
}

/** The files that are open: by the first call that names them, until they are closed or idle. */
export class OpenFiles {
  readonly #uses = new Map<string, Use>();
  readonly #given = new Map<string, GivenBytes>();
  #tidying: ReturnType<typeof setInterval> | undefined;

  /** Does something with a file, which stays open meanwhile. */
  async with<T>(path: string, work: (open: OpenFile) => Promise<T>): Promise<T> {
    const use = this.#uses.get(path) ?? this.#open(path);
    use.calls++;
    use.isClosed = false;
    try {
      return await work(use.open);
    } finally {
      use.calls--;
      use.usedAt = Date.now();
      if (use.isClosed) await this.#letGo(path, use);
    }
  }

  /** Takes the bytes of a file that is not on this machine's disks. */
  async provide(path: string, bytes: Uint8Array): Promise<void> {
    const given = this.#given.get(path);
    if (given) {
      given.replace(bytes);
      await this.#uses.get(path)?.open.file.look({ summaries: false });
      return;
    }
    this.#given.set(path, new GivenBytes(bytes));
    // What was sought on the disk until now is here.
    for (const [opened, use] of [...this.#uses])
      if (opened === path || journalBeside(opened) === path) await this.#end(opened, use);
  }

  /** Lets go of a file as soon as no call about it is in progress. */
  async close(path: string): Promise<void> {
    this.#given.delete(path);
    const use = this.#uses.get(path);
    if (!use) return;
    use.isClosed = true;
    await this.#letGo(path, use);
  }

  /** Lets go of every file; calls in progress are rejected. */
  async dispose(): Promise<void> {
    await Promise.all([...this.#uses].map(([path, use]) => this.#end(path, use)));
  }

  #open(path: string): Use {
    const file = new EpisodeFile(path, this.#source(path));
    const journalPath = journalBeside(path);
    const journal = journalPath === undefined ? undefined : new JournalFile(journalPath, this.#source(journalPath));
    let seen: { readonly rows: FileRows; readonly views: FileViews } | undefined;
    const views = () => {
      if (seen?.rows !== file.rows) seen = { rows: file.rows, views: new FileViews(file.rows) };
      return seen.views;
    };
    const use = { open: { file, journal, views }, calls: 0, usedAt: Date.now(), isClosed: false };
    this.#uses.set(path, use);
    this.#tidying ??= setInterval(() => this.#tidy(), tidyEvery).unref();
    return use;
  }

  #tidy(): void {
    for (const [path, use] of [...this.#uses]) if (Date.now() - use.usedAt > idleFor) void this.#letGo(path, use);
  }

  async #letGo(path: string, use: Use): Promise<void> {
    if (use.calls === 0) await this.#end(path, use);
  }

  async #end(path: string, { open }: Use): Promise<void> {
    if (this.#uses.get(path)?.open !== open) return;
    this.#uses.delete(path);
    if (this.#uses.size === 0) {
      clearInterval(this.#tidying);
      this.#tidying = undefined;
    }
    await open.file.close();
    await open.journal?.close();
  }

  #source(path: string): ByteSource {
    return this.#given.get(path) ?? fileSource(path);
  }
}

function journalBeside(path: string): string | undefined {
  return /\.trajectories\.jsonl$/.test(path) ? path.replace(/\.trajectories\.jsonl$/, '.journal.jsonl') : undefined;
}
