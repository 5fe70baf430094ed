import { type EpisodeView, type SortKey, sortColumns } from '../../protocol/episodeFiles.ts';
import type { OpenPlace, RowKey } from '../../protocol/episodesPage.ts';

/** The most rows that one call asks for. */
const mostRows = 1000;

/** What a page sends is looked at before anything is done with it. Throws when it is not what the protocol says. */
export function checkedView(view: EpisodeView): EpisodeView {
  const { filter, sort, group } = view;
  if (typeof filter !== 'string' || !Array.isArray(sort) || (group !== 'none' && group !== 'task')) wrong(view);
  return { filter, sort: sort.map(checkedSortKey), group };
}

function checkedSortKey({ column, descending }: SortKey): SortKey {
  if (!sortColumns.includes(column) || typeof descending !== 'boolean') wrong({ column, descending });
  return { column, descending };
}

/** As `checkedView`, for the rows a page asks for. */
export function checkedRange({ from, count }: { readonly from: number; readonly count: number }) {
  if (!Number.isSafeInteger(from) || from < 0 || !Number.isSafeInteger(count) || count < 0) wrong({ from, count });
  return { from, count: Math.min(count, mostRows) };
}

/** As `checkedView`, for an episode or line. */
export function checkedKey({ line, id }: RowKey): RowKey {
  if (!Number.isSafeInteger(line) || line < 1 || (id !== undefined && typeof id !== 'string')) wrong({ line, id });
  return { line, ...(id !== undefined && { id }) };
}

/** As `checkedView`, for where an episode is opened. */
export function checkedPlace(place: OpenPlace): OpenPlace {
  return place === 'here' || place === 'beside' || place === 'peek' ? place : wrong(place);
}

/** As `checkedView`, for a text. */
export function checkedText(text: string): string {
  return typeof text === 'string' ? text : wrong(text);
}

function wrong(what: unknown): never {
  throw new TypeError(`The page sent what it must not: ${JSON.stringify(what)}.`);
}
