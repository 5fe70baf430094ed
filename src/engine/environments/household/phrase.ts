import { type Expression, readExpression } from './expression.ts';
import { Malformed } from './malformed.ts';
import { type Query, readQuery } from './query.ts';
import { wordPattern } from './wordPattern.ts';

/** `#name#`: to be replaced by the first rule of that name whose condition holds. */
export interface RuleCall {
  readonly kind: 'rule';
  readonly name: string;
}

/** `{expression}`: text computed from the names in force. */
export interface Evaluation {
  readonly kind: 'evaluation';
  readonly expression: Expression;
}

/** `{what | query}`: `what` once for every solution of the query; in brackets, as an enumeration. */
export interface Repetition {
  readonly kind: 'repetition';
  readonly what: RuleCall | Evaluation;
  readonly query: Query | undefined;
  readonly enumerated: boolean;
}

/** A piece of a phrase; a string stands for itself. */
export type Piece = string | RuleCall | Repetition;

const lineStart = /(?:\/\/[^\n]*|\s*)\n?/y;
const tags = wordPattern('()/!<>\\-\\s,.');
const statement = /[^|[\]{}\n<>]+/y;
const bar = /\s*\|\s*/y;
const condition = /[^;|{}\n[\]#]+/y;
const literal = /[^;|"<>[\]#{}]*/y;

/**
 * Reads a phrase of the grammar, such as `You see [{o.name | in(o:thing, r:place)}].` Like TextWorld's own reader it
 * ends the phrase where it can make no more sense of it, drops tabs between pieces, and skips blanks and
 * `// comments` at the start of a line. Throws `Malformed` for an expression or a query that cannot be read.
 */
export function readPhrase(text: string): Piece[] {
  const tag = tags(text);
  let at = 0;

  const take = (pattern: RegExp): string | undefined => {
    pattern.lastIndex = at;
    const found = pattern.exec(text)?.[0];
    if (found !== undefined) at += found.length;
    return found;
  };
  const skip = () => {
    for (let before = -1; before !== at; ) {
      before = at;
      if (at === 0 || text[at - 1] === '\n') take(lineStart);
      while (text[at] === '\t') at++;
    }
  };
  const token = (mark: string) => {
    skip();
    if (!text.startsWith(mark, at)) return false;
    at += mark.length;
    return true;
  };
  const attempt = <T>(read: () => T | undefined): T | undefined => {
    const before = at;
    const result = read();
    if (result === undefined) at = before;
    return result;
  };
  const located = <T>(from: { readonly source: string; readonly offset: number }, read: (source: string) => T): T => {
    try {
      return read(from.source);
    } catch (error) {
      throw error instanceof Malformed ? new Malformed(error.message, error.offset + from.offset) : error;
    }
  };

  const ruleCall = (): RuleCall | undefined => {
    if (!token('#')) return undefined;
    skip();
    const name = take(tag);
    return name !== undefined && token('#') ? { kind: 'rule', name } : undefined;
  };
  /** A stretch of text to be read once the piece around it is known to be whole. */
  const stretch = (pattern: RegExp) => {
    skip();
    const offset = at;
    const source = take(pattern);
    return source === undefined ? undefined : { source, offset };
  };
  const repetition = (enumerated: boolean): Repetition | undefined => {
    if (!token('{')) return undefined;
    const call = attempt(ruleCall);
    const evaluated = call ? undefined : stretch(statement);
    if (!call && !evaluated) return undefined;
    const given = attempt(() => (take(bar) === undefined ? undefined : stretch(condition)));
    if (!token('}')) return undefined;
    return {
      kind: 'repetition',
      what: call ?? { kind: 'evaluation', expression: located(evaluated!, readExpression) },
      query: given && located(given, readQuery),
      enumerated,
    };
  };
  const enumeration = () => {
    if (!token('[')) return undefined;
    const inner = repetition(true);
    return inner && token(']') ? inner : undefined;
  };
  const quoted = () => {
    if (!token('"')) return undefined;
    const inner = take(literal);
    return token('"') ? inner : undefined;
  };
  const plain = () => {
    skip();
    return take(literal);
  };

  const pieces: Piece[] = [];
  for (let before = -1; before !== at; ) {
    before = at;
    const piece =
      attempt(enumeration) ?? attempt(() => repetition(false)) ?? attempt(ruleCall) ?? attempt(quoted) ?? plain();
    if (piece) pieces.push(piece);
  }
  return pieces;
}
