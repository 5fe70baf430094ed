import type { Arena } from './arena.ts';
import { endToken, specials } from './tokenizer.ts';

/** Sharper than any temperature a person sets, and still finite in float32 times any logit. */
const sharpest = 1e6;

/** Rows of logits in an arena, one a stream, over the whole vocabulary. */
export class Logits {
  /** Address of the first row. */
  readonly address: number;
  readonly #arena: Arena;
  readonly #columns: number;
  readonly #scratch: number;
  readonly #target: number;

  constructor(arena: Arena, rows: number, columns: number) {
    this.#arena = arena;
    this.#columns = columns;
    this.address = arena.allocate(rows * columns);
    this.#scratch = arena.allocate(columns);
    this.#target = arena.allocate(2);
  }

  /** A view of one row; valid until the arena's next allocation. */
  row(index: number): Float32Array {
    return this.#arena.floats(this.#at(index), this.#columns);
  }

  /**
   * A token for a turn: the likeliest one (the first of equals) at temperature 0, else one drawn with a number from
   * `uniform`. Only the end of the turn and tokens of words (ids below `size`, special ones apart) can be written.
   */
  choose(index: number, size: number, temperature: number, uniform: () => number): number {
    const row = this.row(index);
    let best = endToken;
    for (let token = specials.length; token < size; token++) if (row[token]! > row[best]!) best = token;
    if (temperature === 0) return best;
    const chances = this.#arena.floats(this.#scratch, this.#columns);
    chances.set(row);
    this.#arena.kernels.softmaxRows(1, this.#columns, this.#scratch, Math.min(1 / temperature, sharpest));
    let total = 0;
    for (let token = endToken; token < size; token++) total += chances[token]!;
    let mark = uniform() * total;
    for (let token = endToken; token < size; token++) {
      mark -= chances[token]!;
      if (mark < 0) return token;
    }
    return best;
  }

  /** The natural logarithm of a token's probability, at temperature 1 over the whole vocabulary. Uses the row up. */
  logProbability(index: number, token: number): number {
    this.#arena.integers(this.#target, 1)[0] = token;
    this.#arena.kernels.targetLogProbabilities(1, this.#columns, this.#at(index), this.#target, this.#target + 4);
    return this.#arena.floats(this.#target + 4, 1)[0]!;
  }

  #at(index: number): number {
    return this.address + 4 * index * this.#columns;
  }
}
