import type { NumberColumn, TextColumn } from '../../../src/engine/query/field.ts';
import { type QueryRows, rowTest } from '../../../src/engine/query/filter.ts';
import { parseQuery } from '../../../src/engine/query/parse.ts';

/** What a test says of a row; absent numbers are 0, `null` is no value. A row of which only the line is said is malformed. */
export type TestRow = { readonly [C in NumberColumn]?: number | null } & { readonly [C in TextColumn]?: string } & {
  readonly malformed?: boolean;
};

/** Rows as a filter reads them. */
export function queryRows(rows: readonly TestRow[]): QueryRows {
  return {
    number: column => row => {
      const value = rows[row]![column];
      return value === null ? Number.NaN : (value ?? 0);
    },
    text: column => ({ text: row => rows[row]![column] ?? '' }),
    malformed: row => rows[row]!.malformed === true,
  };
}

/** The names of the rows that pass a filter, which must have no problem. */
export function passing(filter: string, rows: Readonly<Record<string, TestRow>>): string[] {
  const { query, problems } = parseQuery(filter);
  if (problems.length > 0) throw new Error(`${filter}: ${problems[0]!.message}`);
  const passes = rowTest(query, queryRows(Object.values(rows)));
  return Object.keys(rows).filter((_, row) => passes(row));
}
