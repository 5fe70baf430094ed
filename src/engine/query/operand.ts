import { closest, distance } from 'fastest-levenshtein';
import { choiceOf, type Field, fieldNamed, fieldNames, type Operator, operatorsOf, shortKinds } from './field.ts';
import type { QueryValue } from './query.ts';
import type { Token } from './token.ts';
import type { TokenCursor } from './tokenCursor.ts';

/** A field that can be compared. */
export type ComparableField = Exclude<Field, { readonly type: 'flag' }>;

/** The field that stands left of an operator; undefined, and a problem, when it is none. */
export function readField(cursor: TokenCursor, token: Token): Field | undefined {
  const field = token.kind === 'word' ? fieldNamed(token.text) : undefined;
  if (token.kind === 'string') cursor.report(token, 'Left of an operator stands a field, without quotes.');
  else if (!field) reportUnknown(cursor, token, { message: `There is no field "${token.text}"`, names: fieldNames });
  return field;
}

/** What a token means as a value of a field; undefined, and a problem, when it is none. */
export function readValue(cursor: TokenCursor, field: ComparableField, token: Token): QueryValue | undefined {
  const isNone = token.kind === 'word' && token.text.toLowerCase() === 'none';
  switch (field.type) {
    case 'text':
      return token.text;
    case 'number':
    case 'count': {
      const isOptional = field.type === 'number' && field.optional === true;
      if (isNone && isOptional) return null;
      if (/^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/i.test(token.text)) return Number(token.text) + 0;
      const message = `${field.name} is a number: write one, such as ${exampleValue(field)}${isOptional ? ', or none' : ''}.`;
      cursor.report(token, message);
      return undefined;
    }
    case 'choice':
    case 'kinds': {
      if (isNone && field.type === 'kinds') return null;
      const choice = choiceOf(field, token.text);
      if (choice === undefined) {
        const names = choiceNames(field);
        const message = `"${token.text}" is no ${field.name}`;
        reportUnknown(cursor, token, { message, names, otherwise: `: write ${alternatives(names)}` });
      }
      return choice;
    }
  }
}

/** The words to write for the choices of a field. */
export function choiceNames(field: Extract<Field, { readonly choices: readonly string[] }>): readonly string[] {
  return field.type === 'kinds' ? shortKinds : field.choices;
}

/** A comparison that could stand in a filter, for messages. */
export function exampleOf(field: ComparableField, operator: Operator = operatorsOf(field)[0]!): string {
  return `${field.name} ${operator} ${exampleValue(field)}`;
}

/** A value that a field can have. */
export function exampleValue(field: ComparableField): string {
  if (field.type === 'number') return field.example;
  if (field.type === 'count') return '3';
  return field.type === 'text' ? 'mug' : choiceNames(field)[0]!;
}

/** "a, b or c". */
export function alternatives(words: readonly string[]): string {
  return words.length > 1 ? `${words.slice(0, -1).join(', ')} or ${words.at(-1)}` : (words[0] ?? '');
}

/** Longer words are nobody's slip of the keyboard. */
const longestGuessed = 40;

function reportUnknown(
  cursor: TokenCursor,
  token: Token,
  {
    message,
    names,
    otherwise = '',
  }: { readonly message: string; readonly names: readonly string[]; readonly otherwise?: string },
): void {
  const word = token.text.toLowerCase().slice(0, longestGuessed);
  const guess = closest(word, names.slice());
  const isNear = distance(word, guess) <= Math.ceil(Math.max(word.length, guess.length) / 3);
  if (isNear) cursor.report(token, `${message}. Did you mean ${guess}?`, guess);
  else cursor.report(token, `${message}${otherwise}.`);
}
