/** Something that happens again and again, and can be waited for. */
export class Signal {
  #waiting: (() => void)[] = [];

  /** Ends the waiting of everybody. */
  give(): void {
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const wake of waiting) wake();
  }

  /** Resolves when it is given next; rejects with the reason of `abort`. */
  async next(abort?: AbortSignal): Promise<void> {
    abort?.throwIfAborted();
    let stop = () => {};
    try {
      await new Promise<void>((resolve, reject) => {
        stop = () => reject(abort?.reason);
        abort?.addEventListener('abort', stop);
        this.#waiting.push(resolve);
      });
    } finally {
      abort?.removeEventListener('abort', stop);
    }
  }
}
