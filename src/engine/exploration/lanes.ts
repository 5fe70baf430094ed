/** Work that goes on in several lanes. */
export interface Lanes {
  /** Resolves when every lane has come to rest; rejects then with the first error, if there was one. */
  readonly ended: Promise<void>;
  /** Aborts what is running and starts nothing more. */
  stop(): void;
}

/**
 * Does `work` for every item in their order, `width` of them at once. The first error stops all lanes; once `signal` or
 * `stop` has done so, what the aborted work rejects with is no error.
 */
export function openLanes<T>(
  items: readonly T[],
  { width, signal }: { readonly width: number; readonly signal: AbortSignal },
  work: (item: T, signal: AbortSignal) => Promise<void>,
): Lanes {
  const stop = new AbortController();
  const either = AbortSignal.any([signal, stop.signal]);
  const failures: unknown[] = [];
  const queue = items.values();
  const lane = async () => {
    for (const item of queue) {
      if (either.aborted) return;
      try {
        await work(item, either);
      } catch (error) {
        if (!either.aborted) failures.push(error);
        stop.abort();
      }
    }
  };
  const ended = Promise.all(Array.from({ length: width }, lane)).then(() => {
    if (failures.length > 0) throw failures[0];
  });
  return { ended, stop: () => stop.abort() };
}
