import type { RowTest } from '../../engine/query/filter.ts';
import type { EpisodeView } from '../../protocol/episodeFiles.ts';
import type { FileRows } from './fileRows.ts';
import { arrange, type FilterProblem, filterTest, type ViewEntries } from './view.ts';

/** Views are remembered of so many kinds a file: those that someone scrolls in. */
const rememberedViews = 6;

interface Filtered {
  readonly test: RowTest;
  /** Rows that pass, among the first `seen`. */
  rows: Int32Array;
  count: number;
  seen: number;
}

interface Arranged {
  readonly view: ViewEntries;
  readonly seen: number;
}

/** The views of the summarised rows of one state of a file. A filter looks at each row once. */
export class FileViews {
  readonly #rows: FileRows;
  readonly #filtered = new Map<string, Filtered>();
  readonly #arranged = new Map<string, Arranged>();

  #edits = 0;

  constructor(rows: FileRows) {
    this.#rows = rows;
  }

  /** The rows that pass a filter in the order of the file, or why it cannot be understood. */
  matches(filter: string): Int32Array | FilterProblem {
    if (this.#edits !== this.#rows.edits) this.#forget();
    const found = this.#filtered.get(filter) ?? this.#filter(filter);
    if (!('test' in found)) return found;
    const { summarised } = this.#rows;
    if (found.rows.length < summarised) {
      const room = new Int32Array(Math.max(summarised, found.rows.length * 2));
      room.set(found.rows);
      found.rows = room;
    }
    for (; found.seen < summarised; found.seen++) if (found.test(found.seen)) found.rows[found.count++] = found.seen;
    return found.rows.subarray(0, found.count);
  }

  /** The entries of a view, or why its filter cannot be understood. */
  entries(view: EpisodeView): ViewEntries | FilterProblem {
    const rows = this.matches(view.filter);
    if (!(rows instanceof Int32Array)) return rows;
    const key = JSON.stringify([view.filter, view.sort, view.group]);
    const { summarised } = this.#rows;
    const known = this.#arranged.get(key);
    if (known?.seen === summarised) return known.view;
    const arranged = { view: arrange(rows, view, this.#rows.table), seen: summarised };
    remember(this.#arranged, key, arranged);
    return arranged.view;
  }

  /** A row that was taken back may have passed a filter. */
  #forget(): void {
    this.#edits = this.#rows.edits;
    this.#filtered.clear();
    this.#arranged.clear();
  }

  #filter(filter: string): Filtered | FilterProblem {
    const test = filterTest(filter, this.#rows.table);
    if (typeof test !== 'function') return test;
    const filtered = { test, rows: new Int32Array(0), count: 0, seen: 0 };
    remember(this.#filtered, filter, filtered);
    return filtered;
  }
}

function remember<V>(views: Map<string, V>, key: string, view: V): void {
  views.delete(key);
  const [oldest] = views.keys();
  if (views.size >= rememberedViews && oldest !== undefined) views.delete(oldest);
  views.set(key, view);
}
