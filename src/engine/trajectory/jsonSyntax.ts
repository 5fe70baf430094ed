import { type ParseError, parse, printParseErrorCode } from 'jsonc-parser';

/** Where a text stops being JSON, and why. */
export interface JsonSyntaxProblem {
  /** 1-based, in UTF-16 code units. */
  readonly column: number;
  readonly message: string;
}

/** What is wrong with `text`. Asked only once `JSON.parse`, which is faster but does not always say where, has failed. */
export function jsonSyntaxProblem(text: string): JsonSyntaxProblem {
  const errors: ParseError[] = [];
  parse(text, errors, { disallowComments: true });
  const first = errors[0];
  if (!first) return { column: 1, message: 'The line is not JSON.' };
  return {
    column: first.offset + 1,
    message: syntaxMessage(printParseErrorCode(first.error), text.slice(first.offset)),
  };
}

function syntaxMessage(code: string, rest: string): string {
  if (code === 'UnexpectedEndOfString' || rest.trim() === '')
    return 'The line is cut off: it ends in the middle of a JSON value.';
  if (/^-?(?:NaN|Infinity)\b/.test(rest))
    return 'JSON has no NaN and no Infinity: write null for a number that is not known.';
  if (/^Invalid(?:Character|EscapeCharacter|Unicode)$/.test(code))
    return 'This text holds a control character or an escape that JSON does not have.';
  const found = /^(?:\w+|.)/su.exec(rest)?.[0] ?? '';
  return `The line is not JSON: ${JSON.stringify(found)} cannot stand here.`;
}
