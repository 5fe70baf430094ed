import type { RowKey } from '../../src/protocol/episodesPage.ts';
import type { ListRow } from './rowCache.ts';

/** What names a row's line; undefined for headings and for rows that are not fetched. */
export function keyOf(row: ListRow | undefined): RowKey | undefined {
  if (!row || 'group' in row) return undefined;
  return { line: row.line, ...('id' in row && { id: row.id }) };
}

/** The lines that the reader has picked, beside the active row; they stay picked when the view changes. */
export class Selection {
  readonly #keys = new Map<number, RowKey>();

  get size(): number {
    return this.#keys.size;
  }

  /** In the file's order. */
  get keys(): readonly RowKey[] {
    return [...this.#keys.values()].sort((a, b) => a.line - b.line);
  }

  has(row: ListRow | undefined): boolean {
    const key = keyOf(row);
    return key !== undefined && this.#keys.has(key.line);
  }

  toggle(row: ListRow | undefined): void {
    const key = keyOf(row);
    if (key && !this.#keys.delete(key.line)) this.#keys.set(key.line, key);
  }

  /** Picks these rows and no others. */
  replace(rows: readonly (ListRow | undefined)[]): void {
    this.#keys.clear();
    for (const key of rows.map(keyOf)) if (key) this.#keys.set(key.line, key);
  }

  clear(): void {
    this.#keys.clear();
  }
}
