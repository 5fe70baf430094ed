import type { Clock } from '../policies/clock.ts';

/** Milliseconds that work may go on before others get a turn. */
const longest = 50;

/**
 * Lets timers, files and signals get a turn while episodes are played that wait for nothing: promises alone would keep
 * the thread to themselves. Everyone who shares a breather rests together.
 */
export class Breather {
  readonly #clock: Clock;
  #last: number;
  #rest: Promise<void> | undefined;

  constructor(clock: Clock) {
    this.#clock = clock;
    this.#last = clock.now();
  }

  /** Undefined, and so no wait, unless it is time to rest. */
  pause(): Promise<void> | undefined {
    if (!this.#rest && this.#clock.now() - this.#last > longest)
      this.#rest = new Promise(resolve => {
        this.#clock.after(0, () => {
          this.#rest = undefined;
          this.#last = this.#clock.now();
          resolve();
        });
      });
    return this.#rest;
  }
}
