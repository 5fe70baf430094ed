import { fieldNamed } from '../../engine/query/field.ts';
import type { SummaryTable } from './summaryTable.ts';

/** More values are no help. */
const most = 50;

/** More rows are not looked at: the values of these are representative, and the answer comes at once. */
const mostRows = 200_000;

export interface ValuesRequest {
  /** A name of the filter language. */
  readonly field: string;
  readonly prefix: string;
  /** Of the first so many rows. */
  readonly rows: number;
}

/** Values of a field that begin with or else contain `prefix`, the most frequent first; none of a field that has no values of its own. */
export function valuesOf(table: SummaryTable, { field, prefix, rows }: ValuesRequest): string[] {
  const known = fieldNamed(field);
  const wanted = prefix.toLowerCase();
  const counts = new Map<string, number>();
  for (const value of readers(table, known)) {
    const perKey = new Map<number | string, { text: string; count: number }>();
    for (let row = 0; row < Math.min(rows, mostRows); row++) {
      if (table.malformed(row)) continue;
      const { key, text } = value(row);
      const entry = perKey.get(key);
      if (entry) entry.count++;
      else perKey.set(key, { text: text(), count: 1 });
    }
    for (const { text, count } of perKey.values())
      if (text.toLowerCase().includes(wanted)) counts.set(text, (counts.get(text) ?? 0) + count);
  }
  const begins = (text: string) => (text.toLowerCase().startsWith(wanted) ? 1 : 0);
  return [...counts]
    .sort(([left, some], [right, others]) => begins(right) - begins(left) || others - some || (left < right ? -1 : 1))
    .slice(0, most)
    .map(([text]) => text);
}

type Reader = (row: number) => { readonly key: number | string; readonly text: () => string };

function readers(table: SummaryTable, field: ReturnType<typeof fieldNamed>): readonly Reader[] {
  if (field?.type === 'number' && field.column !== 'line') {
    const value = table.number(field.column);
    return [row => ({ key: value(row), text: () => (Number.isNaN(value(row)) ? 'none' : String(value(row))) })];
  }
  if (field?.type !== 'text' && field?.type !== 'choice') return [];
  return field.columns.map(column => {
    const values = table.text(column);
    return row => {
      const key = values.code ? values.code(row) : values.text(row);
      return { key, text: () => values.text(row) };
    };
  });
}
