import { type Problem, problemText } from '../engine/problem.ts';

/** Problems of files that are read again and again: those of a file go when it is read anew. */
export class ProblemList {
  readonly #files = new Map<string, { readonly first: string; count: number }>();

  /** Adds a problem. Of many in one file, the first is kept and the others are counted. */
  add(problem: Problem): void {
    const known = this.#files.get(problem.file);
    if (known) known.count++;
    else this.#files.set(problem.file, { first: problemText(problem), count: 1 });
  }

  /** Forgets the problems of a file. */
  clear(file: string): void {
    this.#files.delete(file);
  }

  /** A sentence a file. */
  get texts(): readonly string[] {
    return [...this.#files.values()].map(({ first, count }) =>
      count === 1 ? first : `${first} (and ${count - 1} more like it)`,
    );
  }
}
