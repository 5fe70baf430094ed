import type { EpisodeChange } from '../../engine/analysis/changesFile.ts';
import { HumanError, problemText } from '../../engine/problem.ts';
import { partText } from '../../engine/trajectory/part.ts';
import type {
  EpisodeFiles,
  EpisodeKey,
  FileStatus,
  RewardBar,
  RowPage,
  RunningEpisode,
  TurnChangesKey,
} from '../../protocol/episodeFiles.ts';
import { ChangesIndex } from './changesIndex.ts';
import { comparedEpisode } from './comparedEpisode.ts';
import { valuesOf } from './fieldValues.ts';
import { findEpisode } from './findEpisode.ts';
import { histogramOf } from './histogram.ts';
import { type FoundEpisode, openedEpisode } from './openedEpisode.ts';
import { OpenFiles } from './openFiles.ts';
import { isFileOrder } from './view.ts';

/** More rows are not given at once. */
const mostRows = 1_000;

/** Reads files of episodes in this thread. */
export class EpisodeFilesService implements EpisodeFiles {
  readonly #files = new OpenFiles();
  readonly #changes = new ChangesIndex();

  status({ path }: { readonly path: string }): Promise<FileStatus> {
    return this.#files.with(path, async ({ file }) => {
      await file.look({ summaries: true });
      return file.status();
    });
  }

  changed(
    { path, version }: { readonly path: string; readonly version: number },
    signal: AbortSignal,
  ): Promise<FileStatus> {
    return this.#files.with(path, async ({ file }) => {
      await file.changed(version, signal);
      return file.status();
    });
  }

  rows({ path, view, from, count }: Parameters<EpisodeFiles['rows']>[0]): Promise<RowPage> {
    return this.#files.with(path, async open => {
      const { file } = open;
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
      const found = open.views().entries(view);
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
    return this.#files.with(path, async open => {
      const { file } = open;
      await file.look({ summaries: true });
      await file.indexed(() => file.rows.index.rowOfLine(line) !== undefined);
      const row = file.rows.index.rowOfLine(line);
      if (row === undefined || isFileOrder(view)) return row ?? null;
      await file.firstSummaries();
      const found = open.views().entries(view);
      const place = 'message' in found ? -1 : found.entries.indexOf(row);
      return place === -1 ? null : place;
    });
  }

  histogram({ path, filter }: { readonly path: string; readonly filter: string }): Promise<readonly RewardBar[]> {
    return this.#files.with(path, async open => {
      await open.file.look({ summaries: true });
      await open.file.firstSummaries();
      const rows = open.views().matches(filter);
      return rows instanceof Int32Array ? histogramOf(rows, open.file.rows.table) : [];
    });
  }

  values({ path, field, prefix }: Parameters<EpisodeFiles['values']>[0]): Promise<readonly string[]> {
    return this.#files.with(path, async ({ file }) => {
      await file.look({ summaries: true });
      await file.firstSummaries();
      const { table, summarised } = file.rows;
      return valuesOf(table, { field, prefix, rows: summarised });
    });
  }

  async episode(params: Parameters<EpisodeFiles['episode']>[0]): ReturnType<EpisodeFiles['episode']> {
    const { against } = params;
    const found = await this.#files.with(params.path, places => findEpisode(places, params));
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

  turnChanges(key: TurnChangesKey): Promise<EpisodeChange | undefined> {
    return this.#changes.find(key);
  }

  running({ path }: { readonly path: string }): Promise<readonly RunningEpisode[]> {
    return this.#files.with(path, async ({ journal }) => (await journal?.running()) ?? []);
  }

  provide({ path, bytes }: { readonly path: string; readonly bytes: Uint8Array }): Promise<void> {
    return this.#files.provide(path, bytes);
  }

  close({ path }: { readonly path: string }): Promise<void> {
    return this.#files.close(path);
  }

  #found(key: EpisodeKey): Promise<FoundEpisode> {
    return this.#files.with(key.path, async places => {
      const found = await findEpisode(places, key);
      if ('problem' in found) throw new HumanError(problemText(found.problem), [found.problem]);
      return found;
    });
  }

  /** Lets go of every file. */
  dispose(): Promise<void> {
    return this.#files.dispose();
  }
}
