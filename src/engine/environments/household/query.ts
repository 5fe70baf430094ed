import { Malformed } from './malformed.ts';
import { wordPattern } from './wordPattern.ts';

/** A variable of a query, such as `o:object`; equal only where name and type are both equal. */
export interface Placeholder {
  readonly name: string;
  readonly type: string;
  /** `name:type`. */
  readonly key: string;
}

/** One predicate of a query; `not_p` asks for facts that an action has explicitly made false. */
export interface Pattern {
  readonly predicate: string;
  readonly placeholders: readonly Placeholder[];
}

/** A conjunction of patterns, solved from left to right. */
export type Query = readonly Pattern[];

const blank = /(?:\s|#[^\n]*)*/y;
const predicateNames = wordPattern('/', '!?');
const placeholderNames = wordPattern("'");
const typeNames = wordPattern('/\\-');

/** The placeholder called `name`; without a type it is its own type, apostrophes aside. */
export function placeholder(name: string, type = name.replace(/'+$/, '')): Placeholder {
  return { name, type, key: `${name}:${type}` };
}

/** Reads `p(a:type, b) & !q(a)`. Throws `Malformed`. */
export function readQuery(text: string): Query {
  const predicateName = predicateNames(text);
  const placeholderName = placeholderNames(text);
  const typeName = typeNames(text);
  let at = 0;
  const take = (pattern: RegExp) => {
    blank.lastIndex = at;
    at += blank.exec(text)![0].length;
    pattern.lastIndex = at;
    const found = pattern.exec(text)?.[0];
    at += found?.length ?? 0;
    return found;
  };
  const need = (pattern: RegExp, what: string): string => {
    const found = take(pattern);
    if (found === undefined) throw new Malformed(`Expected ${what} in the query "${text.trim()}".`, at);
    return found;
  };
  const types = new Map<string, string>();
  const readPlaceholder = () => {
    const name = need(placeholderName, 'a name');
    const read = take(/:/y) === undefined ? placeholder(name) : placeholder(name, need(typeName, 'a type'));
    if ((types.get(name) ?? read.type) !== read.type)
      throw new Malformed(`"${name}" has two types in the query "${text.trim()}".`, at);
    types.set(name, read.type);
    return read;
  };
  const patterns: Pattern[] = [];
  do {
    const name = need(predicateName, 'a predicate');
    need(/\(/y, '"("');
    const placeholders: Placeholder[] = [];
    if (take(/\)/y) === undefined) {
      do placeholders.push(readPlaceholder());
      while (take(/,/y) !== undefined);
      need(/\)/y, '")"');
    }
    patterns.push({ predicate: name.startsWith('!') ? negation(name.slice(1)) : name, placeholders });
  } while (take(/&/y) !== undefined);
  need(/$/y, '"&" or the end');
  return patterns;
}

/** `not_p` for `p`, and `p` for `not_p`. */
export function negation(predicate: string): string {
  return predicate.startsWith('not_') ? predicate.slice(4) : `not_${predicate}`;
}
