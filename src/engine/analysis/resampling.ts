import { seeded } from '../random.ts';

export interface BootstrapOptions {
  /** Of the resampling: equal scores and seed give equal intervals. */
  readonly seed: number;
  /** Number of resamples; 2,000 when absent. */
  readonly replicates?: number;
}

/** How often each row and each column of a table is drawn: one resample after the other. */
export interface Draws {
  readonly rows: Uint32Array;
  readonly columns: Uint32Array;
}

/**
 * The draws of a bootstrap over the rows and, apart from them, the columns of a table. They depend on the seed and the
 * table's shape alone: intervals over many tables of one shape draw once.
 */
export class Resampling {
  readonly replicates: number;
  readonly #seed: number;
  readonly #known = new Map<string, Draws>();

  constructor({ seed, replicates = 2000 }: BootstrapOptions) {
    this.#seed = seed;
    this.replicates = replicates;
  }

  /** The draws for a table of that many rows and columns, neither of them 0. */
  of(rows: number, columns: number): Draws {
    const key = `${rows} ${columns}`;
    const known = this.#known.get(key) ?? this.#draw(rows, columns);
    this.#known.set(key, known);
    return known;
  }

  #draw(rows: number, columns: number): Draws {
    const random = seeded(this.#seed);
    const draws = {
      rows: new Uint32Array(this.replicates * rows),
      columns: new Uint32Array(this.replicates * columns),
    };
    const draw = (times: Uint32Array, start: number, count: number) => {
      for (let done = 0; done < count; done++) times[start + random.below(count)]!++;
    };
    for (let replicate = 0; replicate < this.replicates; replicate++) {
      draw(draws.rows, replicate * rows, rows);
      draw(draws.columns, replicate * columns, columns);
    }
    return draws;
  }
}
