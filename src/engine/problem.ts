/** Something wrong in an input, at a place a person can go to. Readers yield problems beside values and never throw for bad content. */
export interface Problem {
  /** The file, as the caller named it. */
  readonly file: string;
  /** 1-based; 0 when the problem is the file as a whole. */
  readonly line: number;
  /** 1-based, in UTF-16 code units; absent when the whole line is meant. */
  readonly column?: number;
  /** The offending field as a path, e.g. `steps[3].message`. */
  readonly field?: string;
  /** What is wrong and what to do about it, as one sentence. */
  readonly message: string;
}

/** One reading of a stream: a value or the problem that stands in its place. */
export type Read<T> = { readonly value: T } | { readonly problem: Problem };

/**
 * An error whose message is written for the person in front of the screen and says what to do next.
 * Everything else that is thrown is a bug.
 */
export class HumanError extends Error {
  override readonly name = 'HumanError';
  readonly problems: readonly Problem[];

  constructor(message: string, problems: readonly Problem[] = [], options?: ErrorOptions) {
    super(message, options);
    this.problems = problems;
  }
}

/** A `HumanError` whose cure is a change of contrail.json. */
export class ConfigurationError extends HumanError {}

/** `file:line:column: message`, the form every tool understands. */
export function problemText(problem: Problem): string {
  const field = problem.field ? `${problem.field}: ` : '';
  return `${problem.file}:${problem.line}:${problem.column ?? 1}: ${field}${problem.message}`;
}
