/** Carries events from work that goes on in several places to one consumer. */
export class EventQueue<T> {
  #waiting: T[] = [];
  #ended = false;
  #error: unknown;
  #wake = () => {};

  push(event: T): void {
    this.#waiting.push(event);
    this.#wake();
  }

  /** No more events; with an error, the consumer gets it after the last event. */
  end(error?: unknown): void {
    this.#ended = true;
    this.#error = error;
    this.#wake();
  }

  /** The events in their order; for one consumer. */
  async *events(): AsyncGenerator<T, void, void> {
    for (;;) {
      const batch = this.#waiting;
      this.#waiting = [];
      yield* batch;
      if (this.#waiting.length > 0) continue;
      if (this.#ended) break;
      await new Promise<void>(resolve => {
        this.#wake = resolve;
      });
    }
    if (this.#error !== undefined) throw this.#error;
  }
}
