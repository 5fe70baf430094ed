import { onAbort } from './abort.ts';

/** Time, as the engine is given it. */
export interface Clock {
  /** Milliseconds since some fixed moment; never goes back, whatever happens to the date. */
  now(): number;
  /** The date, in milliseconds since 1970. */
  date(): number;
  /** Calls back once after `ms` milliseconds; the returned function takes the call back. */
  after(ms: number, callback: () => void): () => void;
}

/** Resolves after `ms` milliseconds; rejects with the signal's reason when that comes first. */
export function wait(clock: Clock, ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    if (signal.aborted) return reject(signal.reason);
    const cancel = clock.after(ms, () => {
      ignore();
      resolve();
    });
    const ignore = onAbort(signal, () => {
      cancel();
      reject(signal.reason);
    });
  });
}
