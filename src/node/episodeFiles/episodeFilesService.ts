import { HumanError, problemText } from '../../engine/problem.ts';
import { partText } from '../../engine/trajectory/part.ts';
import type {
  EpisodeFiles,
  EpisodeKey,
  FileStatus,
  RewardBar,
  RowPage,
  RunningEpisode,
} from '../../protocol/episodeFiles.ts';
import { type ByteSource, fileSource, GivenBytes } from './byteSource.ts';
import { comparedEpisode } from './comparedEpisode.ts';
import { EpisodeFile } from './episodeFile.ts';
import { valuesOf } from './fieldValues.ts';
import type { FileRows } from './fileRows.ts';
import { FileViews } from './fileViews.ts';
import { findEpisode } from './findEpisode.ts';
import { histogramOf } from './histogram.ts';
import { JournalFile } from './journalFile.ts';
import { type FoundEpisode, openedEpisode } from './openedEpisode.ts';
import { isFileOrder } from './view.ts';

/** A file that nobody asked about for so long is forgotten; the next call reads it again. In milliseconds. */
const forgetAfter = 10 * 60_000;

/** More rows are not given at once. */
const mostRows = 1_000;

interface Opened {
  readonly file: EpisodeFile;
  readonly journal: JournalFile | undefined;
  views: { readonly rows: FileRows; readonly views: FileViews };
  calls: number;
  usedAt: number;
}

/** Reads files of episodes in this thread. */
export class EpisodeFilesService implements EpisodeFiles {
  readonly #opened = new Map<string, Opened>();
  readonly #given = new Map<string, GivenBytes>();

  status({ path }: { readonly path: string }): Promise<FileStatus> {
    return this.#with(path, async ({ file }) => {
      await file.look({ summaries: true });
      return file.status();
    });
  }

  changed(
    { path, version }: { readonly path: string; readonly version: number },
    signal: AbortSignal,
  ): Promise<FileStatus> {
    return this.#with(path, async ({ file }) => {
      await file.changed(version, signal);
      return file.status();
    });
  }

  rows({ path, view, from, count }: Parameters<EpisodeFiles['rows']>[0]): Promise<RowPage> {
    return this.#with(path, async opened => {
      const { file } = opened;
      await file.look({ summaries: true });
      const to = from + Math.min(count, mostRows);
      if (isFileOrder(view)) {
        const { version, rows } = file;
        const total = rows.index.rows;
        const wanted = Array.from({ length: Math.max(0, Math.min(to, total) - from) }, (_, index) => from + index);
        return { version, total, matches: total, rows: await file.read(wanted) };
      }
      await file.firstSummaries();
      const { version } = file;
      const found = viewsOf(opened).entries(view);
      if ('message' in found) return { version, total: 0, matches: 0, rows: [], filterProblem: found };
      const { entries, groups, matches } = found;
      const wanted = entries.subarray(from, to);
      const episodes = await file.read(wanted.filter(entry => entry >= 0));
      const page: RowPage['rows'][number][] = [];
      let at = 0;
      for (const entry of wanted) {
        const row = entry < 0 ? groups[-1 - entry] : episodes[at++];
        // Reading stopped for now: what comes after is asked for again.
        if (!row) break;
        page.push(row);
      }
      return { version, total: entries.length, matches, rows: page };
    });
  }

  rowOf({ path, view, line }: Parameters<EpisodeFiles['rowOf']>[0]): Promise<number | null> {
    return this.#with(path, async opened => {
      const { file } = opened;
      await file.look({ summaries: true });
      await file.indexed(() => file.rows.index.rowOfLine(line) !== undefined);
      const row = file.rows.index.rowOfLine(line);
      if (row === undefined || isFileOrder(view)) return row ?? null;
      await file.firstSummaries();
      const found = viewsOf(opened).entries(view);
      const place = 'message' in found ? -1 : found.entries.indexOf(row);
      return place === -1 ? null : place;
    });
  }

  histogram({ path, filter }: { readonly path: string; readonly filter: string }): Promise<readonly RewardBar[]> {
    return this.#with(path, async opened => {
      await opened.file.look({ summaries: true });
      await opened.file.firstSummaries();
      const rows = viewsOf(opened).matches(filter);
      return rows instanceof Int32Array ? histogramOf(rows, opened.file.rows.table) : [];
    });
  }

  values({ path, field, prefix }: Parameters<EpisodeFiles['values']>[0]): Promise<readonly string[]> {
    return this.#with(path, async ({ file }) => {
      await file.look({ summaries: true });
      await file.firstSummaries();
      const { table, summarised } = file.rows;
      return valuesOf(table, { field, prefix, rows: summarised });
    });
  }

  async episode(params: Parameters<EpisodeFiles['episode']>[0]): ReturnType<EpisodeFiles['episode']> {
    const { against } = params;
    const found = await this.#with(params.path, places => findEpisode(places, params));
    if ('problem' in found) return found;
    const opened = openedEpisode(found, params);
    return against ? comparedEpisode(opened, await this.#found(against), against.side) : opened;
  }

  async part(params: Parameters<EpisodeFiles['part']>[0]): Promise<string> {
    const { id, history, outcome } = await this.#found(params);
    const text = partText({ ...history, ...(outcome && { outcome }) }, params.part);
    if (text === undefined) throw new HumanError(`The episode "${id}" has no such part any more.`);
    return text;
  }

  running({ path }: { readonly path: string }): Promise<readonly RunningEpisode[]> {
    return this.#with(path, async ({ journal }) => (await journal?.running()) ?? []);
  }

  async provide({ path, bytes }: { readonly path: string; readonly bytes: Uint8Array }): Promise<void> {
    const given = this.#given.get(path);
    if (given) {
      given.replace(bytes);
      await this.#opened.get(path)?.file.look({ summaries: false });
      return;
    }
    this.#given.set(path, new GivenBytes(bytes));
    // What was sought on the disk until now is here.
    for (const opened of this.#opened.keys())
      if (opened === path || journalBeside(opened) === path) await this.#forget(opened);
  }

  async close({ path }: { readonly path: string }): Promise<void> {
    this.#given.delete(path);
    await this.#forget(path);
  }

  #found(key: EpisodeKey): Promise<FoundEpisode> {
    return this.#with(key.path, async places => {
      const found = await findEpisode(places, key);
      if ('problem' in found) throw new HumanError(problemText(found.problem), [found.problem]);
      return found;
    });
  }

  /** Forgets every file. */
  async dispose(): Promise<void> {
    await Promise.all([...this.#opened.keys()].map(path => this.#forget(path)));
  }

  async #with<T>(path: string, work: (opened: Opened) => Promise<T>): Promise<T> {
    const opened = this.#opened.get(path) ?? this.#open(path);
    opened.calls++;
    try {
      return await work(opened);
    } finally {
      opened.calls--;
      opened.usedAt = Date.now();
    }
  }

  #open(path: string): Opened {
    for (const [other, { calls, usedAt }] of this.#opened)
      if (calls === 0 && Date.now() - usedAt > forgetAfter) void this.#forget(other);
    const file = new EpisodeFile(path, this.#source(path));
    const journalPath = journalBeside(path);
    const opened = {
      file,
      journal: journalPath === undefined ? undefined : new JournalFile(journalPath, this.#source(journalPath)),
      views: { rows: file.rows, views: new FileViews(file.rows) },
      calls: 0,
      usedAt: Date.now(),
    };
    this.#opened.set(path, opened);
    return opened;
  }

  async #forget(path: string): Promise<void> {
    const opened = this.#opened.get(path);
    this.#opened.delete(path);
    await opened?.file.close();
    await opened?.journal?.close();
  }

  #source(path: string): ByteSource {
    return this.#given.get(path) ?? fileSource(path);
  }
}

/** The views of the rows that the file has now. */
function viewsOf(opened: Opened): FileViews {
  const { rows } = opened.file;
  if (opened.views.rows !== rows) opened.views = { rows, views: new FileViews(rows) };
  return opened.views.views;
}

function journalBeside(path: string): string | undefined {
  return /\.trajectories\.jsonl$/.test(path) ? path.replace(/\.trajectories\.jsonl$/, '.journal.jsonl') : undefined;
}
