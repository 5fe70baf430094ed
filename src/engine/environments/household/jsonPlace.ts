import { findNodeAtLocation, type ParseError, parseTree } from 'jsonc-parser';
import { position } from './malformed.ts';

/** Line and column, 1-based, of the value at `path`; of the first syntax error when the text is no JSON. */
export function jsonPlace(text: string, path: readonly string[] = []): { line: number; column: number } {
  const errors: ParseError[] = [];
  const tree = parseTree(text, errors, { disallowComments: true });
  const error = errors[0];
  if (error) return position(text, error.offset);
  return position(text, (tree && findNodeAtLocation(tree, [...path]))?.offset ?? 0);
}

/** Line and column of one character of the text that stands at `field`; `offset` counts its decoded characters. */
export function jsonStringPlace(text: string, field: string, offset: number): { line: number; column: number } {
  const tree = parseTree(text);
  const node = tree && findNodeAtLocation(tree, [field]);
  if (!node) return { line: 1, column: 1 };
  let at = node.offset + 1;
  for (let left = offset; left > 0; left--) {
    if (text[at] !== '\\') at++;
    else at += text[at + 1] === 'u' ? 6 : 2;
  }
  return position(text, at);
}
