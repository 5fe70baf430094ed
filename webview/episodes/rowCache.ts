import type { EpisodeRow, EpisodeView, GroupRow, RowPage } from '../../src/protocol/episodeFiles.ts';
import { latest } from '../ui/latest.ts';
import type { RowRange } from '../ui/virtualList.ts';

/** Rows are asked for and kept by so many: few, so that little is read before what is seen. */
export const blockSize = 20;

/** Blocks kept; those least lately used go first. */
const mostBlocks = 200;

/** Any row of a list. */
export type ListRow = EpisodeRow | GroupRow;

/** What a cache of rows is made of. */
export interface RowCacheOptions {
  fetch(request: { readonly view: EpisodeView; readonly from: number; readonly count: number }): Promise<RowPage>;
  /** Rows have come or changed. */
  onRows(range: RowRange): void;
  onError(error: unknown): void;
}

/** Some rows of a view, from row `from` on. */
export interface FetchedRows {
  readonly from: number;
  readonly rows: readonly ListRow[];
}

interface Block {
  readonly rows: readonly ListRow[];
  /** So many of its rows, from the first on, are as they stand in the file now. */
  fresh: number;
}

/**
 * The rows of a view, fetched in blocks around what is seen. Rows that were overtaken stay until the new ones are here.
 * Rows that take long to read come a few at a time.
 */
export class RowCache {
  readonly #options: RowCacheOptions;
  readonly #fetch: (task: () => Promise<void>) => void;
  /** The most lately used last. */
  #blocks = new Map<number, Block>();
  #view: EpisodeView = { filter: '', sort: [], group: 'none' };
  #needed: RowRange = { from: 0, to: 0 };

  constructor(options: RowCacheOptions) {
    this.#options = options;
    this.#fetch = latest(options.onError);
  }

  /** Begins anew with another view, or the same one with rows in other places, of which some are here already. */
  begin(view: EpisodeView, page: FetchedRows): void {
    this.#view = view;
    this.#blocks = new Map();
    this.#store(page);
  }

  /** A row; undefined until it is fetched. */
  row(index: number): ListRow | undefined {
    return this.#blocks.get(Math.floor(index / blockSize))?.rows[index % blockSize];
  }

  /** Rows from `from` on may be overtaken: what of them is needed next is fetched anew. */
  invalidate(from: number): void {
    for (const [number, block] of this.#blocks)
      block.fresh = Math.max(0, Math.min(block.fresh, from - number * blockSize));
  }

  /** Fetches the rows of a range that are not here, up to the ends of their blocks. */
  need({ from, to }: RowRange): void {
    this.#needed = { from, to };
    let first: number | undefined;
    let last = 0;
    for (let number = Math.floor(from / blockSize); number * blockSize < to; number++) {
      const block = this.#blocks.get(number);
      if (block) this.#use(number, block);
      const fresh = number * blockSize + (block?.fresh ?? 0);
      last = (number + 1) * blockSize;
      if (fresh < Math.min(last, to)) first ??= fresh;
    }
    if (first === undefined) return;
    const wanted = { from: first, count: last - first };
    this.#fetch(() => this.#load(wanted));
  }

  async #load(wanted: { readonly from: number; readonly count: number }): Promise<void> {
    const view = this.#view;
    const { rows, total } = await this.#options.fetch({ view, ...wanted });
    if (view !== this.#view) return;
    if (this.#store({ from: wanted.from, rows }))
      this.#options.onRows({ from: wanted.from, to: wanted.from + rows.length });
    const isPart = rows.length > 0 && rows.length < Math.min(wanted.count, total - wanted.from);
    if (isPart) this.need(this.#needed);
  }

  /** Returns whether there is more to see, or something else. */
  #store({ from, rows }: FetchedRows): boolean {
    let isNews = false;
    for (let at = 0; at < rows.length; ) {
      const number = Math.floor((from + at) / blockSize);
      const start = from + at - number * blockSize;
      const before = this.#blocks.get(number);
      const now = rows.slice(at, at + blockSize - start);
      const old = before?.rows ?? [];
      isNews ||= JSON.stringify(now) !== JSON.stringify(old.slice(start, start + now.length));
      const kept = { before: old.slice(0, start), after: old.slice(start + now.length) };
      // A gap cannot be: rows are fetched from the first one on that is not fresh.
      this.#use(number, { rows: [...kept.before, ...now, ...kept.after], fresh: start + now.length });
      at += now.length;
    }
    return isNews;
  }

  #use(number: number, block: Block): void {
    this.#blocks.delete(number);
    this.#blocks.set(number, block);
    for (const oldest of this.#blocks.keys()) {
      if (this.#blocks.size <= mostBlocks) break;
      this.#blocks.delete(oldest);
    }
  }
}
