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

  /** What has happened since the last call, waiting until something has; undefined at the end. For one consumer. */
  async take(): Promise<readonly T[] | undefined> {
    while (this.#waiting.length === 0 && !this.#ended)
      await new Promise<void>(resolve => {
        this.#wake = resolve;
      });
    const batch = this.#waiting;
    this.#waiting = [];
    if (batch.length > 0) return batch;
    if (this.#error !== undefined) throw this.#error;
    return undefined;
  }

  /** The events in their order. */
  async *events(): AsyncGenerator<T, void, void> {
    for (let batch = await this.take(); batch; batch = await this.take()) yield* batch;
  }
}
