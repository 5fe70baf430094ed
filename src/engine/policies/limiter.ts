import { onAbort } from './abort.ts';
import type { Clock } from './clock.ts';

/** How a piece of limited work ended: the server took it, refused it as too much, or failed for another reason. */
export type Verdict = 'taken' | 'refused' | 'failed';

/** Leave to have one request in flight. */
export interface Permit {
  /** Gives the leave back, once. `pause` is how long the server asked to be left alone, in milliseconds. */
  leave(verdict: Verdict, pause?: number): void;
}

/** Decides how many requests may be in flight. */
export interface Limiter {
  /** How many requests may be in flight now. */
  readonly limit: number;
  /**
   * Waits for its turn, first come, first served; undefined when that has not come by `until`, a time of the clock.
   * Rejects with the signal's reason.
   */
  enter(signal: AbortSignal, until?: number): Promise<Permit | undefined>;
}

/** How long a level is kept after a refusal before the next is tried, in milliseconds; doubled each time that fails. */
const shortestHold = 2000;
const longestHold = 300_000;

/**
 * A limiter that starts at `most` requests in flight and learns what the server takes. A refusal halves the limit, and
 * everybody waits as long as the server asks; after a time of peace the limit grows by one for every `limit` requests
 * that were taken, up to `most`. A refusal on the way up only goes back one step, and the time of peace doubles: the
 * level below is known to be good, and if it is not (the server counts by time), the next refusal halves it. Only the
 * first refusal among the requests of one level counts, since the others were sent before anybody could know better.
 */
export function adaptiveLimiter(most: number, clock: Clock): Limiter {
  const waiting: (() => void)[] = [];
  let limit = most;
  let inFlight = 0;
  let level = 0;
  let taken = 0;
  let climbing = false;
  let hold = shortestHold;
  let heldUntil = -Infinity;
  let pausedUntil = -Infinity;
  let cancelWake: (() => void) | undefined;

  function admit() {
    cancelWake?.();
    cancelWake = undefined;
    const pause = pausedUntil - clock.now();
    if (pause > 0) {
      if (waiting.length > 0) cancelWake = clock.after(Math.ceil(pause), admit);
      return;
    }
    while (inFlight < limit && waiting.length > 0) {
      inFlight++;
      waiting.shift()!();
    }
  }

  function moveTo(next: number) {
    limit = next;
    level++;
    taken = 0;
  }

  function refused() {
    hold = climbing ? Math.min(hold * 2, longestHold) : shortestHold;
    heldUntil = clock.now() + hold;
    moveTo(Math.max(1, climbing ? limit - 1 : Math.floor(limit / 2)));
    climbing = false;
  }

  function grow() {
    taken++;
    if (limit >= most || taken < limit || clock.now() < heldUntil) return;
    if (climbing) hold = shortestHold;
    moveTo(limit + 1);
    climbing = true;
  }

  function permit(): Permit {
    const enteredAt = level;
    const tried = climbing;
    let left = false;
    return {
      leave(verdict, pause = 0) {
        if (left) return;
        left = true;
        inFlight--;
        if (verdict === 'refused') {
          if (!tried) pausedUntil = Math.max(pausedUntil, clock.now() + pause);
          if (enteredAt === level) refused();
        } else if (verdict === 'taken' && enteredAt === level) grow();
        admit();
      },
    };
  }

  return {
    get limit() {
      return limit;
    },
    enter(signal, until) {
      return new Promise((resolve, reject) => {
        if (signal.aborted) return reject(signal.reason);
        let stopWaiting = () => {};
        const entry = () => {
          stopWaiting();
          resolve(permit());
        };
        waiting.push(entry);
        admit();
        if (waiting.at(-1) !== entry) return;
        const leave = () => {
          stopWaiting();
          waiting.splice(waiting.indexOf(entry), 1);
          if (signal.aborted) reject(signal.reason);
          else resolve(undefined);
        };
        const cancel = until === undefined ? () => {} : clock.after(Math.max(0, until - clock.now()), leave);
        const ignore = onAbort(signal, leave);
        stopWaiting = () => {
          cancel();
          ignore();
        };
      });
    },
  };
}
