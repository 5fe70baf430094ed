/** Part of a filter's text, in UTF-16 code units: `from` (inclusive) to `to` (exclusive). */
export interface TextRange {
  readonly from: number;
  readonly to: number;
}

/** A piece of a filter. */
export interface Token extends TextRange {
  readonly kind: 'word' | 'string' | 'symbol';
  /** A word or symbol as written; what a string says, without quotes and escapes. */
  readonly text: string;
  /** A string whose quote is missing at the end. */
  readonly open: boolean;
}

const symbol = /(?:==|!=|<>|<=|>=|!~|&&|\|\||[=<>~!(),])/y;
const word = /(?:(?!&&|\|\|)[^\s=<>~!(),"])+/y;
const quoted = /"((?:[^"\\]|\\[\s\S])*)("?)|'((?:[^'\\]|\\[\s\S])*)('?)/y;

/** The tokens of a filter; every character that is no space belongs to one. */
export function tokens(text: string): Token[] {
  const found: Token[] = [];
  const take = (pattern: RegExp, at: number) => {
    pattern.lastIndex = at;
    return pattern.exec(text);
  };
  for (let at = 0; at < text.length; ) {
    const token = /\s/.test(text[at]!) ? undefined : tokenAt(at, take);
    if (token) found.push(token);
    at = token?.to ?? at + 1;
  }
  return found;
}

function tokenAt(from: number, take: (pattern: RegExp, at: number) => RegExpExecArray | null): Token | undefined {
  const string = take(quoted, from);
  if (string) {
    const said = string[1] ?? string[3] ?? '';
    const open = !string[2] && !string[4];
    return { kind: 'string', text: said.replace(/\\([\s\S])/g, '$1'), from, to: from + string[0].length, open };
  }
  for (const [kind, pattern] of [
    ['symbol', symbol],
    ['word', word],
  ] as const) {
    const match = take(pattern, from);
    if (match) return { kind, text: match[0], from, to: from + match[0].length, open: false };
  }
  return undefined;
}
