import type { Clock } from '../engine/policies/clock.ts';

/** The longest delay that timers take; a longer one would fire at once. */
const longest = 2 ** 31 - 1;

/** The machine's own time. */
export const systemClock: Clock = {
  now: () => performance.now(),
  date: () => Date.now(),
  after(ms, callback) {
    const timer = setTimeout(callback, Math.min(ms, longest));
    return () => clearTimeout(timer);
  },
};
