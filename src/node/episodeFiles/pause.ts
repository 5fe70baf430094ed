/** Work is done in slices of at most so many milliseconds, between which calls are answered. */
const slice = 12;

/** Lets others have their turn whenever work has gone on for a while. */
export class Pause {
  #began = performance.now();

  /** Whether it is time for a pause: then `take` it. */
  get isDue(): boolean {
    return performance.now() - this.#began > slice;
  }

  async take(): Promise<void> {
    await new Promise(resolve => setImmediate(resolve));
    this.#began = performance.now();
  }
}
