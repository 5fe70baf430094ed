import type { Clock } from '../../../src/engine/policies/clock.ts';

/** A clock that stands still until it is told to go on. */
export function stoppedClock(): Clock & { advance(ms: number): void } {
  const timers = new Set<{ readonly at: number; readonly callback: () => void }>();
  let now = 0;
  return {
    now: () => now,
    date: () => now,
    after(ms, callback) {
      const timer = { at: now + ms, callback };
      timers.add(timer);
      return () => timers.delete(timer);
    },
    advance(ms) {
      now += ms;
      for (const timer of [...timers].filter(({ at }) => at <= now).sort((a, b) => a.at - b.at)) {
        if (timers.delete(timer)) timer.callback();
      }
    },
  };
}
