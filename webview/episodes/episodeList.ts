import type { EpisodeView, FileStatus, RowPage, SortColumn } from '../../src/protocol/episodeFiles.ts';
import type { EpisodesHost } from '../../src/protocol/episodesPage.ts';
import type { Client } from '../../src/protocol/rpc.ts';
import { latest } from '../ui/latest.ts';
import type { RowRange } from '../ui/virtualList.ts';
import { columns } from './column.ts';
import { EpisodeGrid } from './episodeGrid.ts';
import type { PageAction } from './listKeys.ts';
import { isInFileOrder } from './pageState.ts';
import { blockSize, type ListRow, RowCache } from './rowCache.ts';
import { keyOf } from './selection.ts';

/** So many rows of another view are fetched before it is shown: more than most windows show. */
const firstRows = 100;

/** What there is to tell of the rows that are shown. */
export type PageFigures = Pick<RowPage, 'total' | 'matches' | 'filterProblem'>;

/** What a list asks for and tells. */
export interface EpisodeListOptions {
  readonly api: Client<EpisodesHost>;
  onAction(action: PageAction): void;
  onSort(column: SortColumn, isAdded: boolean): void;
  /** The reader has scrolled, moved or selected. */
  onMove(): void;
  /** Other rows are shown, or why they cannot be. */
  onPage(page: PageFigures, filter: string): void;
  onError(error: unknown): void;
}

/** Where the reader is to find herself. */
export interface Position {
  /** The line of the active row. */
  readonly line?: number;
  /** The first row seen, as a fraction. */
  readonly top: number;
}

/** The rows of the file in a grid: keeps what the reader looks at where it is while views and file change. */
export class EpisodeList {
  readonly grid: EpisodeGrid;
  readonly #options: EpisodeListOptions;
  readonly #rows: RowCache;
  readonly #arrange: (task: () => Promise<void>) => void;
  /** The view that was asked for last, and the one that is shown. */
  #wanted: EpisodeView;
  #shown: EpisodeView | undefined;
  readonly #start: Position;
  #columns: readonly SortColumn[];
  #status: FileStatus | undefined;
  #range: RowRange = { from: 0, to: 0 };
  /** Whether the reader has gone to the end and stays there while the file grows. */
  #isFollowing = false;

  constructor(
    options: EpisodeListOptions,
    first: EpisodeView & Position & { readonly columns: readonly SortColumn[] },
  ) {
    this.#options = options;
    this.#wanted = first;
    this.#start = first;
    this.#columns = first.columns;
    this.#arrange = latest(options.onError);
    this.#rows = new RowCache({
      fetch: request => options.api.rows(request),
      onRows: range => {
        this.grid.redraw(range);
        options.onMove();
      },
      onError: options.onError,
    });
    this.grid = new EpisodeGrid({
      row: index => this.#rows.row(index),
      onDraw: range => {
        this.#range = range;
        this.#rows.need(range);
      },
      onMove: () => this.#onMove(),
      onAction: options.onAction,
      onSort: options.onSort,
    });
    this.#arrangeGrid(first);
  }

  /** The row that the reader is at; undefined when there is none or it is not fetched yet. */
  get activeRow(): ListRow | undefined {
    return this.row(this.grid.active);
  }

  get position(): Position {
    const line = this.#lineFrom(this.grid.active)?.line;
    return { top: this.grid.top, ...(line !== undefined && { line }) };
  }

  row(index: number): ListRow | undefined {
    return this.#rows.row(index);
  }

  /** Shows another view of the file. */
  look(view: EpisodeView): void {
    this.#wanted = view;
    this.#arrange(() => this.#update());
  }

  showColumns(shown: readonly SortColumn[]): void {
    this.#columns = shown;
    this.#arrangeGrid(this.#shown ?? this.#wanted);
  }

  /** Brings the rows up to the file's state. */
  refresh(status: FileStatus): void {
    this.#status = status;
    this.#arrange(() => this.#update());
  }

  #onMove(): void {
    const { grid } = this;
    this.#isFollowing = this.#shown !== undefined && isInFileOrder(this.#shown) && grid.isAtEnd && grid.top > 0;
    this.#options.onMove();
  }

  async #update(): Promise<void> {
    const view = this.#wanted;
    const status = this.#status;
    if (!status) return;
    if (view === this.#shown && isInFileOrder(view)) this.#grow(status);
    else await (view === this.#shown ? this.#renew(view) : this.#change(view));
  }

  /** The file has changed and its rows stand in its order: they stay where they are, new ones come at the end. */
  #grow({ rows: count, complete }: FileStatus): void {
    const { grid } = this;
    // While a file is read, a row that is known stays as it is, but for the last one, whose line may go on.
    this.#rows.invalidate(complete || count < grid.count ? 0 : grid.count - 1);
    if (count === grid.count) this.#rows.need(this.#range);
    else grid.show({ count, top: this.#isFollowing ? count : grid.top, active: grid.active });
    this.#options.onPage({ total: count, matches: count }, '');
  }

  /** The file has changed, and its rows may stand in other places now: the first one that is seen stays the first. */
  async #renew(view: EpisodeView): Promise<void> {
    const { grid } = this;
    const top = Math.floor(grid.top);
    const [seen, active] = [this.#lineFrom(top), this.#lineFrom(grid.active)];
    const [seenNow, activeNow] = await Promise.all([seen, active].map(place => this.#indexOf(view, place?.line)));
    const shift = seen && seenNow !== undefined ? seenNow - seen.index : 0;
    const page = await this.#page(view, top + shift);
    if (view !== this.#wanted) return;
    this.#show(view, page, {
      top: grid.top + shift,
      active: active && activeNow !== undefined ? grid.active + activeNow - active.index : grid.active,
    });
  }

  /** Another view is asked for. */
  async #change(view: EpisodeView): Promise<void> {
    const place = await this.#placeIn(view);
    const page = await this.#page(view, place.top);
    if (view === this.#wanted) this.#show(view, page, place);
  }

  /**
   * Where the reader is to be in another view: at the top of another order; else the active row stays where it is seen,
   * unless she has not left the top.
   */
  async #placeIn(view: EpisodeView): Promise<{ readonly top: number; readonly active: number }> {
    const { grid } = this;
    if (!this.#shown) return { top: this.#start.top, active: (await this.#indexOf(view, this.#start.line)) ?? 0 };
    if (view.sort !== this.#shown.sort) return { top: 0, active: 0 };
    const active = (await this.#indexOf(view, keyOf(this.activeRow)?.line)) ?? 0;
    if (grid.top < 1) return { top: 0, active: active < grid.pageSize ? active : 0 };
    const below = grid.active - grid.top;
    return { top: active - (below >= 0 && below < grid.pageSize ? below : 1), active };
  }

  #show(view: EpisodeView, page: RowPage & { readonly from: number }, place: { top: number; active: number }): void {
    if (!page.filterProblem) {
      this.#rows.begin(view, page);
      if (view !== this.#shown) this.#arrangeGrid(view);
      this.#shown = view;
      this.grid.show({ count: page.total, ...place });
    }
    this.#options.onPage(page, view.filter);
  }

  #arrangeGrid({ sort, group }: EpisodeView): void {
    const shown = columns.filter(({ id }) => this.#columns.includes(id));
    this.grid.arrange(shown, sort, group === 'task');
  }

  /** The rows from `top` on, so that what is seen first is here at once. */
  async #page(view: EpisodeView, top: number): Promise<RowPage & { readonly from: number }> {
    const from = Math.max(0, Math.floor(top / blockSize)) * blockSize;
    return { from, ...(await this.#options.api.rows({ view, from, count: firstRows })) };
  }

  async #indexOf(view: EpisodeView, line: number | undefined): Promise<number | undefined> {
    return line === undefined ? undefined : ((await this.#options.api.rowOf({ view, line })) ?? undefined);
  }

  /** The first row from `index` on that has a line; headings have none. */
  #lineFrom(index: number): { readonly index: number; readonly line: number } | undefined {
    for (let at = index; at < this.#range.to || at === index; at++) {
      const key = keyOf(this.#rows.row(at));
      if (key) return { index: at, line: key.line };
    }
    return undefined;
  }
}
