const callbacks = new WeakMap<AbortSignal, Set<() => void>>();

/**
 * Calls back when the signal is aborted; the returned function takes the call back. All callbacks of a signal share one
 * listener: every episode of a run waits for the same signal, and Node takes more than ten listeners for a leak.
 */
export function onAbort(signal: AbortSignal, callback: () => void): () => void {
  const known = callbacks.get(signal) ?? listen(signal);
  known.add(callback);
  return () => known.delete(callback);
}

function listen(signal: AbortSignal): Set<() => void> {
  const added = new Set<() => void>();
  callbacks.set(signal, added);
  signal.addEventListener('abort', () => {
    for (const callback of added) callback();
  });
  return added;
}
