import type { Operator } from './field.ts';
import { type TextRange, type Token, tokens } from './token.ts';

/** What is wrong with a filter, and where. */
export interface QueryProblem extends TextRange {
  /** What is wrong and what would be right, for a person. */
  readonly message: string;
  /** What to write in that place instead, where that can be guessed. */
  readonly replacement?: string;
}

/** An operator where it stands. */
export interface PlacedOperator {
  readonly operator: Operator;
  readonly token: Token;
}

const operators: Readonly<Record<string, Operator>> = {
  '=': '=',
  '==': '=',
  '!=': '!=',
  '<>': '!=',
  '<': '<',
  '<=': '<=',
  '>': '>',
  '>=': '>=',
  '~': '~',
  '!~': '!~',
};

const keywordSymbols: Readonly<Record<string, string>> = { '&&': 'and', '||': 'or', '!': 'not' };

/** The operator that a token is; undefined when it is none. */
export function operatorOf(token: Token | undefined): Operator | undefined {
  return token?.kind === 'symbol' ? operators[token.text] : undefined;
}

/** Whether a token is this keyword, as a word in any case or as a sign of it. */
export function isKeyword(token: Token | undefined, keyword: string): boolean {
  if (token?.kind === 'word') return token.text.toLowerCase() === keyword;
  return token?.kind === 'symbol' && keywordSymbols[token.text] === keyword;
}

/** Whether a token can stand where a value is wanted. */
export function isValue(token: Token | undefined): boolean {
  if (token?.kind === 'word') return !['and', 'or', 'not', 'in'].some(keyword => isKeyword(token, keyword));
  return token?.kind === 'string';
}

/** Walks over the tokens of a filter and collects what is wrong with them. */
export class TokenCursor {
  readonly problems: QueryProblem[] = [];
  readonly #tokens: readonly Token[];
  readonly #end: number;
  #at = 0;

  constructor(text: string) {
    this.#tokens = tokens(text);
    this.#end = text.length;
  }

  /** The token that comes next, or one so many after it; undefined past the end. */
  peek(ahead = 0): Token | undefined {
    return this.#tokens[this.#at + ahead];
  }

  /** The next token, now read. There must be one. */
  next(): Token {
    const token = this.#tokens[this.#at++]!;
    if (token.open) this.report(token, 'The text is not closed: add a quote at its end.');
    return token;
  }

  /** Reads nothing more. */
  skipAll(): void {
    this.#at = this.#tokens.length;
  }

  /** The place of the last token read, or the end of the text. */
  last(): TextRange {
    return this.#tokens[this.#at - 1] ?? { from: this.#end, to: this.#end };
  }

  isSymbol(text: string): boolean {
    const token = this.peek();
    return token?.kind === 'symbol' && token.text === text;
  }

  /** Whether the symbol comes next; then it is read. */
  takeSymbol(text: string): boolean {
    return this.isSymbol(text) && this.#taken();
  }

  /** Whether the keyword comes next; then it is read. */
  takeKeyword(keyword: string): boolean {
    return isKeyword(this.peek(), keyword) && this.#taken();
  }

  /** The operator that comes next, now read; undefined when there is none. */
  takeOperator(): PlacedOperator | undefined {
    const operator = operatorOf(this.peek());
    return operator && { operator, token: this.next() };
  }

  report({ from, to }: TextRange, message: string, replacement?: string): void {
    this.problems.push({ from, to, message, ...(replacement !== undefined && { replacement }) });
  }

  #taken(): true {
    this.#at++;
    return true;
  }
}
