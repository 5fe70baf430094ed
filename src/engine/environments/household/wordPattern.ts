/**
 * A sticky pattern for runs of Python's `\w` and the characters of `more` (as in a character class), after `before`.
 * Texts in ASCII get a pattern for ASCII alone: one with all of Unicode's letters takes milliseconds to compile.
 */
export function wordPattern(more: string, before = ''): (text: string) => RegExp {
  const plain = new RegExp(`${before}[\\w${more}]+`, 'y');
  let full: RegExp | undefined;
  return text => {
    if (!/\P{ASCII}/u.test(text)) return plain;
    full ??= new RegExp(`${before}[\\p{L}\\p{N}_${more}]+`, 'uy');
    return full;
  };
}
