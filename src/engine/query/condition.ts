import { fieldNamed, fieldWithChoice, operatorsOf } from './field.ts';
import { alternatives, type ComparableField, exampleOf, exampleValue, readField, readValue } from './operand.ts';
import type { Query, QueryValue } from './query.ts';
import type { TextRange, Token } from './token.ts';
import { isKeyword, isValue, operatorOf, type PlacedOperator, type TokenCursor } from './tokenCursor.ts';

/** What a condition means that could not be understood; its problem is reported. */
const nothing: Query = { kind: 'all' };

/** Reads one condition without `not` and parentheses. */
export function readCondition(cursor: TokenCursor): Query {
  const first = cursor.peek();
  if (!first || cursor.isSymbol(')') || isKeyword(first, 'and') || isKeyword(first, 'or')) {
    cursor.report(first ?? cursor.last(), 'A condition is missing here, such as reward < 1 or loops.');
    return nothing;
  }
  cursor.next();
  if (first.kind === 'symbol') {
    const isOperator = operatorOf(first) !== undefined;
    const hint = isOperator ? `write a field before it, as in reward < 1` : 'delete it';
    cursor.report(first, `A condition cannot begin with ${first.text}: ${hint}.`);
    if (isOperator && isValue(cursor.peek())) cursor.next();
    return nothing;
  }
  const operator = cursor.takeOperator();
  if (operator) return readComparison(cursor, first, operator);
  if (first.kind === 'string') return { kind: 'contains', text: first.text };
  return readWord(cursor, first);
}

/** A word that no operator follows. */
function readWord(cursor: TokenCursor, word: Token): Query {
  const field = fieldNamed(word.text);
  const isList = isKeyword(cursor.peek(), 'in') || (isKeyword(cursor.peek(), 'not') && isKeyword(cursor.peek(1), 'in'));
  if (field && isList)
    return field.type === 'flag' ? refuseFlag(cursor, field.name, cursor.next()) : readList(cursor, field);
  if (field?.type === 'flag' || field?.type === 'count') return { kind: 'is', field: field.name };
  if (field) {
    const hint = `as in ${exampleOf(field)}; to search for the word, write "${word.text}"`;
    cursor.report(word, `Compare ${field.name} with something, ${hint}.`);
    return nothing;
  }
  if (isKeyword(word, 'in') || isKeyword(word, 'none')) {
    const example = isKeyword(word, 'in') ? 'split in (seen, unseen)' : 'reward = none';
    cursor.report(word, `"${word.text}" needs a field before it, as in ${example}.`);
    return nothing;
  }
  const owner = fieldWithChoice(word.text);
  if (owner) return { kind: 'compare', field: owner.name, operator: '=', value: word.text.toLowerCase() };
  return { kind: 'contains', text: word.text };
}

function readComparison(cursor: TokenCursor, left: Token, { operator, token }: PlacedOperator): Query {
  const field = readField(cursor, left);
  if (!isValue(cursor.peek())) {
    const fits = field && field.type !== 'flag' && operatorsOf(field).includes(operator);
    cursor.report(
      token,
      `A value is missing after ${token.text}${fits ? `, as in ${exampleOf(field, operator)}` : ''}.`,
    );
    return nothing;
  }
  const value = cursor.next();
  if (!field) return nothing;
  if (field.type === 'flag') {
    const isAsked = value.text.toLowerCase() === 'true';
    const isWord = isAsked || value.text.toLowerCase() === 'false';
    if (!isWord || (operator !== '=' && operator !== '!='))
      return refuseFlag(cursor, field.name, { from: token.from, to: value.to });
    const is: Query = { kind: 'is', field: field.name };
    return isAsked === (operator === '=') ? is : { kind: 'not', term: is };
  }
  const fitting = operatorsOf(field);
  if (!fitting.includes(operator)) {
    const what = operator.includes('~') ? 'is a number' : 'has no order';
    cursor.report(token, `${field.name} ${what}: compare it with ${alternatives(fitting)}.`);
    return nothing;
  }
  const read = operator.includes('~') ? value.text : readValue(cursor, field, value);
  if (read === undefined) return nothing;
  if (read === null && operator !== '=' && operator !== '!=') {
    cursor.report(token, `Nothing is ${token.text} none: use = or !=.`);
    return nothing;
  }
  return { kind: 'compare', field: field.name, operator, value: read };
}

/** `in (value, value)` or `not in (…)`. */
function readList(cursor: TokenCursor, field: ComparableField): Query {
  const isNegated = cursor.takeKeyword('not');
  const start = cursor.next();
  const hint = `as in ${field.name} in (${exampleValue(field)})`;
  if (!cursor.takeSymbol('(')) {
    cursor.report(start, `After "in" comes a list in parentheses, ${hint}.`);
    return nothing;
  }
  const values: (QueryValue | undefined)[] = [];
  while (isValue(cursor.peek())) {
    values.push(readValue(cursor, field, cursor.next()));
    if (!cursor.takeSymbol(',')) break;
  }
  if (!cursor.takeSymbol(')'))
    cursor.report(cursor.peek() ?? start, 'The list is not closed: between its values stand commas, at its end ).');
  else if (values.length === 0)
    cursor.report({ from: start.from, to: cursor.last().to }, `The list is empty: write its values, ${hint}.`);
  const known = values.filter(value => value !== undefined);
  if (known.length === 0 || known.length < values.length) return nothing;
  const list: Query = { kind: 'in', field: field.name, values: known };
  return isNegated ? { kind: 'not', term: list } : list;
}

function refuseFlag(cursor: TokenCursor, name: string, place: TextRange): Query {
  cursor.report(place, `${name} is true or false: write ${name}, or not ${name}.`);
  return nothing;
}
