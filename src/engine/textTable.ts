/** A table for a terminal: its first line is its head, its first column is words and the others are figures. */
export function textTable(table: readonly (readonly string[])[]): string {
  const widths = table[0]!.map((_, column) => Math.max(...table.map(line => textWidth(line[column]!))));
  const lines = table.map(line =>
    line
      .map((text, column) => {
        const padding = ' '.repeat(widths[column]! - textWidth(text));
        return column === 0 ? text + padding : padding + text;
      })
      .join('  ')
      .trimEnd(),
  );
  return [lines[0]!, widths.map(length => '─'.repeat(length)).join('──'), ...lines.slice(1)].join('\n');
}

/** Columns that a text takes in a terminal. */
export function textWidth(text: string): number {
  return [...text].length;
}
