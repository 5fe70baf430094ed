import type { ModelShape } from '../engine/learner/model.ts';
import { type GradientThreads, gradientThreads } from './gradientThreads.ts';

/** Gradient threads for models of any shape: made when a shape is first met, shared by all models of it. */
export class GradientPools {
  readonly #threads: number;
  readonly #pools = new Map<string, GradientThreads>();

  /** `threads` is the number of threads a shape. */
  constructor(threads: number) {
    this.#threads = threads;
  }

  /** The threads for a shape. */
  of(shape: ModelShape): GradientThreads {
    const key = JSON.stringify(shape);
    const pool = this.#pools.get(key) ?? gradientThreads(shape, this.#threads);
    this.#pools.set(key, pool);
    return pool;
  }

  async dispose(): Promise<void> {
    await Promise.all([...this.#pools.values()].map(pool => pool.dispose()));
  }
}
