import type { Step } from '../trajectory/trajectory.ts';

/** A block of steps that follows itself: `period` steps from `from` on, played `times` times (2 or more) in a row. */
export interface Repetition {
  readonly from: number;
  readonly period: number;
  readonly times: number;
}

/** Steps `from` (inclusive) to `to` (exclusive). */
export interface StepRange {
  readonly from: number;
  readonly to: number;
}

/** Longest block that is looked for: beyond it nobody sees a repetition, and the search stays linear in the steps. */
const longestPeriod = 16;

/** Fewer stale steps in a row than this are a way back, not a loop. */
const shortestLoop = 3;

/**
 * Blocks of steps with equal actions and equal answers that follow one another, from left to right without overlap. Of
 * several readings of the same steps the one that covers most wins, then the shorter block: what a view folds to `×6`.
 */
export function repetitions(steps: readonly Step[]): Repetition[] {
  const exchanges = numbered(steps);
  const found: Repetition[] = [];
  for (let from = 0; from < exchanges.length; ) {
    const repetition = longestAt(exchanges, from);
    if (repetition) found.push(repetition);
    from += repetition ? repetition.period * repetition.times : 1;
  }
  return found;
}

/**
 * Stretches of three or more steps that bring nothing new: each one's action was taken before in the episode and got
 * the same answer before. Going back once is no loop; wandering between known places is, in whatever order.
 */
export function revisitingLoops(steps: readonly Step[]): StepRange[] {
  const seen = new Set<number>();
  const loops: StepRange[] = [];
  let from = 0;
  numbered(steps).forEach((exchange, step) => {
    if (seen.has(exchange)) return;
    seen.add(exchange);
    if (step - from >= shortestLoop) loops.push({ from, to: step });
    from = step + 1;
  });
  if (steps.length - from >= shortestLoop) loops.push({ from, to: steps.length });
  return loops;
}

/** Equal numbers for steps with equal action and equal observation. */
function numbered(steps: readonly Step[]): number[] {
  const actions = new Map<string, Map<string, number>>();
  let count = 0;
  return steps.map(({ action, observation }) => {
    const answers = actions.get(action) ?? new Map<string, number>();
    if (answers.size === 0) actions.set(action, answers);
    const number = answers.get(observation) ?? count++;
    answers.set(observation, number);
    return number;
  });
}

function longestAt(exchanges: readonly number[], from: number): Repetition | undefined {
  let best: Repetition | undefined;
  for (let period = 1; period <= Math.min(longestPeriod, (exchanges.length - from) / 2); period++) {
    let to = from + period;
    while (to < exchanges.length && exchanges[to] === exchanges[to - period]) to++;
    const times = Math.floor((to - from) / period);
    if (times >= 2 && (!best || times * period > best.times * best.period)) best = { from, period, times };
  }
  return best;
}
