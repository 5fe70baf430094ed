/** A cell of a table that is exported; null and what is not finite stay empty. */
export type CsvCell = string | number | null;

/**
 * Comma-separated values as RFC 4180 has them, lines ended by CR LF. Text that a spreadsheet would take for a formula
 * gets an apostrophe in front, because names may come from a model or a stranger.
 */
export function csv(rows: readonly (readonly CsvCell[])[]): string {
  return rows.map(row => `${row.map(cellText).join(',')}\r\n`).join('');
}

function cellText(cell: CsvCell): string {
  if (cell === null) return '';
  if (typeof cell === 'number') return Number.isFinite(cell) ? String(cell) : '';
  const text = /^[=+\-@\t\r]/.test(cell) ? `'${cell}` : cell;
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
