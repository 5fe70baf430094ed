import { readCondition } from './condition.ts';
import { joined, type Query } from './query.ts';
import { isKeyword, type QueryProblem, TokenCursor } from './tokenCursor.ts';

/** A filter as it is understood. With problems, `query` is what the rest of it says. */
export interface ParsedQuery {
  readonly query: Query;
  /** In the order in which they were met. */
  readonly problems: readonly QueryProblem[];
}

/** Deeper nesting is nobody's filter, and would exhaust the stack. */
const deepest = 100;

/** Reads a filter; an empty one lets everything pass. Never throws. */
export function parseQuery(text: string): ParsedQuery {
  const cursor = new TokenCursor(text);
  const terms: Query[] = [];
  while (cursor.peek()) {
    // Only a closing parenthesis ends a query before its text.
    if (terms.length > 0)
      cursor.report(cursor.next(), 'This parenthesis closes nothing: delete it, or open one before.');
    if (cursor.peek()) terms.push(readOr(cursor, 0));
  }
  return { query: joined('and', terms), problems: cursor.problems };
}

function readOr(cursor: TokenCursor, depth: number): Query {
  const terms = [readAnd(cursor, depth)];
  while (cursor.takeKeyword('or')) terms.push(readAnd(cursor, depth));
  return joined('or', terms);
}

/** Conditions side by side must all hold, as if `and` stood between them. */
function readAnd(cursor: TokenCursor, depth: number): Query {
  const terms = [readNot(cursor, depth)];
  while (cursor.takeKeyword('and') || (cursor.peek() && !cursor.isSymbol(')') && !isKeyword(cursor.peek(), 'or')))
    terms.push(readNot(cursor, depth));
  return joined('and', terms);
}

function readNot(cursor: TokenCursor, depth: number): Query {
  let isNegated = false;
  while (cursor.takeKeyword('not')) isNegated = !isNegated;
  const query = cursor.isSymbol('(') ? readNested(cursor, depth) : readCondition(cursor);
  if (!isNegated || query.kind === 'all') return query;
  return query.kind === 'not' ? query.term : { kind: 'not', term: query };
}

function readNested(cursor: TokenCursor, depth: number): Query {
  const open = cursor.next();
  if (depth >= deepest) {
    cursor.report(open, 'The parentheses are nested too deeply.');
    cursor.skipAll();
    return { kind: 'all' };
  }
  const query = readOr(cursor, depth + 1);
  if (!cursor.takeSymbol(')')) cursor.report(open, 'This parenthesis is not closed: add ).');
  return query;
}
