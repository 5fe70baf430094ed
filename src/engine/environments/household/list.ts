import { Malformed } from './malformed.ts';

/** A parenthesised list of PDDL: its words are lower-cased strings. */
export interface List {
  readonly items: readonly Item[];
  /** Of the opening parenthesis. */
  readonly offset: number;
}

export type Item = string | List;

const open = 40;
const close = 41;
const comment = 59;
const variable = 63;

/** Lists within lists that a definition may have: more than anyone writes, less than the stack holds. */
const deepest = 256;

/** Python's `str.split()` for ASCII: what separates words. */
function isSpace(code: number): boolean {
  return code === 32 || (code >= 9 && code <= 13) || (code >= 28 && code <= 31);
}

/**
 * The one list a PDDL text consists of. `;` starts a comment, `?` a new word; words are lower-cased, ASCII only,
 * as Fast Downward's reader has it. Throws `Malformed`.
 */
export function readList(text: string): List {
  const plain = !/\P{ASCII}/u.test(text);
  const lower = plain ? text.toLowerCase() : text;
  const stack: { items: Item[]; offset: number }[] = [];
  let whole: List | undefined;
  let at = 0;
  const fail = (message: string, offset = at) => {
    throw new Malformed(message, offset);
  };
  while (at < text.length) {
    const code = text.charCodeAt(at);
    if (isSpace(code)) {
      at++;
    } else if (code === comment) {
      const end = text.indexOf('\n', at);
      at = end < 0 ? text.length : end;
    } else if (whole) {
      fail('There is text after the closing parenthesis of the definition; remove it.');
    } else if (code === open) {
      if (stack.length === deepest) fail('Lists are nested too deeply here.');
      stack.push({ items: [], offset: at++ });
    } else if (code === close) {
      const list = stack.pop() ?? fail('This parenthesis closes nothing.');
      const outer = stack.at(-1);
      if (outer) outer.items.push(list as List);
      else whole = list as List;
      at++;
    } else {
      const start = at++;
      for (let next = text.charCodeAt(at); at < text.length; next = text.charCodeAt(++at)) {
        if (isSpace(next) || (next >= open && next <= close) || next === comment || next === variable) break;
      }
      const word = plain ? lower.slice(start, at) : text.slice(start, at).toLowerCase();
      if (!plain && /\P{ASCII}/u.test(word)) fail(`"${word}" holds a letter outside ASCII; PDDL has none.`, start);
      const inner = stack.at(-1);
      if (inner) inner.items.push(word);
      else fail(`Expected "(" but found "${word}".`, start);
    }
  }
  const unclosed = stack.at(-1);
  if (unclosed) fail('This parenthesis is never closed.', unclosed.offset);
  return whole ?? fail('The text is empty.');
}

/** The items of a list; throws `Malformed` for a word. */
export function asList(item: Item | undefined, what: string, inside: List): List {
  if (typeof item === 'object') return item;
  throw new Malformed(
    item === undefined ? `${what} is missing.` : `${what} must be a list, not "${item}".`,
    inside.offset,
  );
}

/** A word; throws `Malformed` for a list. */
export function asWord(item: Item | undefined, what: string, inside: List): string {
  if (typeof item === 'string') return item;
  throw new Malformed(
    item === undefined ? `${what} is missing.` : `${what} must be a word, not a list.`,
    inside.offset,
  );
}

/** A name and its type, from lists such as `a b - place c`. */
export interface Typed {
  readonly name: string;
  readonly type: string;
}

/** Reads `a b - type c …`; names without a type are objects. Throws `Malformed`. */
export function readTyped(items: readonly Item[], inside: List): Typed[] {
  const result: Typed[] = [];
  let names: string[] = [];
  for (let index = 0; index < items.length; index++) {
    const word = asWord(items[index], 'A name in a typed list', inside);
    if (word !== '-') {
      names.push(word);
      continue;
    }
    const type = asWord(items[++index], 'The type after "-"', inside);
    for (const name of names) result.push({ name, type });
    names = [];
  }
  for (const name of names) result.push({ name, type: 'object' });
  return result;
}
