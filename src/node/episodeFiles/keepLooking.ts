import type { ByteSource } from './byteSource.ts';

/** While someone waits, a file is looked at so often. In milliseconds. */
const every = 500;

/** Calls `look` at once, whenever the system tells of a change, and now and then, one call at a time; returns what ends that. */
export function keepLooking(source: ByteSource, look: () => Promise<void>): () => void {
  let isLooking = false;
  const lookOnce = async () => {
    if (isLooking) return;
    isLooking = true;
    await look();
    isLooking = false;
  };
  const timer = setInterval(lookOnce, every);
  const stopWatching = source.watch?.(lookOnce);
  void lookOnce();
  return () => {
    clearInterval(timer);
    stopWatching?.();
  };
}
