import { type EpisodeView, type SortColumn, type SortKey, sortColumns } from '../../src/protocol/episodeFiles.ts';
import { defaultColumns } from './column.ts';

/** What a page remembers when it is hidden: how it looks at the file, and where; no rows. */
export interface PageState extends EpisodeView {
  readonly columns: readonly SortColumn[];
  /** The line of the active row. */
  readonly line?: number;
  /** The first row seen, as a fraction. */
  readonly top: number;
}

const initial: PageState = { filter: '', sort: [], group: 'none', columns: defaultColumns, top: 0 };

/** What was saved, as far as it makes sense: another version of ours may have saved it. */
export function restoredState(saved: unknown): PageState {
  if (typeof saved !== 'object' || saved === null) return initial;
  const { filter, sort, group, columns, line, top } = saved as Partial<Record<keyof PageState, unknown>>;
  const known = Array.isArray(columns) ? sortColumns.filter(column => columns.includes(column)) : [];
  return {
    filter: typeof filter === 'string' ? filter : initial.filter,
    sort: Array.isArray(sort) ? sort.filter(isSortKey) : initial.sort,
    group: group === 'task' ? 'task' : 'none',
    columns: known.length > 0 ? known : initial.columns,
    top: typeof top === 'number' && top > 0 ? top : 0,
    ...(typeof line === 'number' && { line }),
  };
}

function isSortKey(key: unknown): key is SortKey {
  const { column, descending } = (key ?? {}) as Partial<SortKey>;
  return sortColumns.includes(column as SortColumn) && typeof descending === 'boolean';
}

/**
 * The order after a column's header was used: up, down, then the file's. `isAdded` keeps the other columns; without it,
 * one of several columns becomes the only one.
 */
export function sortedBy(sort: readonly SortKey[], column: SortColumn, isAdded: boolean): readonly SortKey[] {
  const before = isAdded || sort.length === 1 ? sort.find(key => key.column === column) : undefined;
  const others = isAdded ? sort.filter(key => key.column !== column) : [];
  if (!before) return [...others, { column, descending: false }];
  if (before.descending) return others;
  const key = { column, descending: true };
  return isAdded ? sort.map(each => (each === before ? key : each)) : [key];
}

/** Whether rows stand as in the file, so that new ones come at the end. */
export function isInFileOrder({ filter, sort, group }: EpisodeView): boolean {
  return filter.trim() === '' && sort.length === 0 && group === 'none';
}
