/**
 * The lexemes of a text: line ends, words, and each punctuation mark that closes a word. Spaces, tabs and carriage
 * returns only separate. Numbers are words of their own.
 */
export function lexemes(text: string): string[] {
  const found: string[] = [];
  for (const run of text.match(/\n|\S+/g) ?? []) {
    const word = run.replace(/[.,:;!?]+$/, '');
    if (word) found.push(word);
    found.push(...run.slice(word.length));
  }
  return found;
}

/**
 * The inverse of `lexemes`, for lexemes and for texts made of them: one space between two parts, none before a closing
 * mark nor around a line end.
 */
export function joinLexemes(parts: Iterable<string>): string {
  let text = '';
  for (const part of parts) {
    const glued = text === '' || text.endsWith('\n') || /^(\n|[.,:;!?]+(\s|$))/.test(part);
    text += glued ? part : ` ${part}`;
  }
  return text;
}

/** What tokens can spell of a text: its lexemes, with normal spacing. */
export function canonicalText(text: string): string {
  return joinLexemes(lexemes(text));
}
