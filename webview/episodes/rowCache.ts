import type { EpisodeRow, EpisodeView, GroupRow, RowPage } from '../../src/protocol/episodeFiles.ts';
import { latest } from '../ui/latest.ts';
import type { RowRange } from '../ui/virtualList.ts';

/** Rows asked for at once. */
export const blockSize = 100;

/** Blocks kept; those least lately used go first. */
const mostBlocks = 40;

/** Any row of a list. */
export type ListRow = EpisodeRow | GroupRow;

/** What a cache of rows is made of. */
export interface RowCacheOptions {
  fetch(request: { readonly view: EpisodeView; readonly from: number; readonly count: number }): Promise<RowPage>;
  /** Rows have come or changed. */
  onRows(): void;
  onError(error: unknown): void;
}

interface Block {
  readonly rows: readonly ListRow[];
  /** Whether it was fetched since the file last changed. */
  isFresh: boolean;
}

/** The rows of a view, fetched in blocks around what is seen. Rows that were overtaken stay until the new ones are here. */
export class RowCache {
  readonly #options: RowCacheOptions;
  readonly #fetch: (task: () => Promise<void>) => void;
  /** The most lately used last. */
  #blocks = new Map<number, Block>();
  #view: EpisodeView = { filter: '', sort: [], group: 'none' };

  constructor(options: RowCacheOptions) {
    this.#options = options;
    this.#fetch = latest(options.onError);
  }

  /** Begins anew with another view, or the same one with rows in other places, of which some blocks are here already. */
  begin(view: EpisodeView, { from, rows }: { readonly from: number; readonly rows: readonly ListRow[] }): void {
    this.#view = view;
    this.#blocks = new Map();
    for (let at = 0; at < rows.length; at += blockSize)
      this.#use((from + at) / blockSize, { rows: rows.slice(at, at + blockSize), isFresh: true });
  }

  /** A row; undefined until it is fetched. */
  row(index: number): ListRow | undefined {
    return this.#blocks.get(Math.floor(index / blockSize))?.rows[index % blockSize];
  }

  /** What is here may be overtaken: what is needed next is fetched anew. */
  invalidate(): void {
    for (const block of this.#blocks.values()) block.isFresh = false;
  }

  /** Fetches the blocks of a range that are not here. */
  need({ from, to }: RowRange): void {
    const wanted: number[] = [];
    for (let number = Math.floor(from / blockSize); number * blockSize < to; number++) {
      const block = this.#blocks.get(number);
      if (!block?.isFresh) wanted.push(number);
      else this.#use(number, block);
    }
    if (wanted.length > 0) this.#fetch(() => this.#load(wanted));
  }

  async #load(numbers: readonly number[]): Promise<void> {
    const view = this.#view;
    const count = (numbers.at(-1)! - numbers[0]! + 1) * blockSize;
    const { rows } = await this.#options.fetch({ view, from: numbers[0]! * blockSize, count });
    if (view !== this.#view) return;
    let isChanged = false;
    for (const number of numbers) {
      const from = (number - numbers[0]!) * blockSize;
      const block = { rows: rows.slice(from, from + blockSize), isFresh: true };
      isChanged ||= JSON.stringify(block.rows) !== JSON.stringify(this.#blocks.get(number)?.rows);
      this.#use(number, block);
    }
    if (isChanged) this.#options.onRows();
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
