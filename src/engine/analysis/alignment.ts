import { distance } from 'fastest-levenshtein';
import type { Step } from '../trajectory/trajectory.ts';

/**
 * How the steps of an aligned row relate. `same`: the same action with the same answer, whatever was thought;
 * `same-action`: another answer; `changed`: a similar action; the rest has no counterpart.
 */
export type Relation = 'same' | 'same-action' | 'changed' | 'left-only' | 'right-only';

/** A row of two aligned episodes: 0-based steps that belong together, or one without a counterpart. */
export interface AlignedRow {
  readonly left?: number;
  readonly right?: number;
  readonly relation: Relation;
}

/** Two episodes step by step. */
export interface Alignment {
  /** Every step of both sides once, in order; among neighbours without counterparts the left ones come first. */
  readonly rows: readonly AlignedRow[];
  /** Index of the first row that is not `same`; null when there is none. */
  readonly divergence: number | null;
}

type Acts = readonly Pick<Step, 'action' | 'observation'>[];

/** Costs of a row, in hundredths of what an unlike answer to the same action costs. */
const cost = { sameAction: 100, gap: 200, changed: 200, unlike: 400, sameAnswer: 25 } as const;

/** Cells of the table that is filled at most; beyond, only a band along its diagonal is looked at. */
const mostCells = 4_000_000;

/** Characters of an action that its likeness is measured by. */
const comparedCharacters = 128;

/**
 * The cheapest global alignment of two episodes: the same action and answer is best, then the same action, then a
 * similar action (at most half of its characters differ), preferably with the same answer. Swapping the sides pairs the
 * same steps. Very long episodes (more than 2,000 steps each) are aligned within a band, so that steps which stand very
 * far apart may stay without their counterpart.
 */
export function alignSteps(left: Acts, right: Acts): Alignment {
  const isSwapped = order(left, right) > 0;
  const pairs = isSwapped ? matched(right, left).map(([a, b]) => [b, a] as const) : matched(left, right);
  const rows: AlignedRow[] = [];
  let [nextLeft, nextRight] = [0, 0];
  for (const [to, toRight] of [...pairs, [left.length, right.length] as const]) {
    for (; nextLeft < to; nextLeft++) rows.push({ left: nextLeft, relation: 'left-only' });
    for (; nextRight < toRight; nextRight++) rows.push({ right: nextRight, relation: 'right-only' });
    if (to < left.length && toRight < right.length)
      rows.push({ left: nextLeft, right: nextRight, relation: relation(left[nextLeft++]!, right[nextRight++]!) });
  }
  const divergence = rows.findIndex(row => row.relation !== 'same');
  return { rows, divergence: divergence < 0 ? null : divergence };
}

function relation(left: Acts[number], right: Acts[number]): Relation {
  if (left.action !== right.action) return 'changed';
  return left.observation === right.observation ? 'same' : 'same-action';
}

/** A total order of episodes, so that ties are broken alike whichever side an episode stands on. */
function order(left: Acts, right: Acts): number {
  if (left.length !== right.length) return left.length - right.length;
  for (const [index, { action, observation }] of left.entries()) {
    const other = right[index]!;
    if (action !== other.action) return action < other.action ? -1 : 1;
    if (observation !== other.observation) return observation < other.observation ? -1 : 1;
  }
  return 0;
}

/** Pairs of steps that belong together, in order. What both begin and end with alike is cheapest as it stands. */
function matched(left: Acts, right: Acts): (readonly [left: number, right: number])[] {
  const isSame = (a: number, b: number) => relation(left[a]!, right[b]!) === 'same';
  const shared = Math.min(left.length, right.length);
  let head = 0;
  while (head < shared && isSame(head, head)) head++;
  let tail = 0;
  while (tail < shared - head && isSame(left.length - 1 - tail, right.length - 1 - tail)) tail++;
  // Read backwards, so that of equally cheap alignments the one is taken whose steps belong together early.
  const inner = cheapest(
    left.slice(head, left.length - tail).reverse(),
    right.slice(head, right.length - tail).reverse(),
  );
  const [lastLeft, lastRight] = [left.length - tail - 1, right.length - tail - 1];
  return [
    ...Array.from({ length: head }, (_, index) => [index, index] as const),
    ...inner.map(([a, b]) => [lastLeft - a, lastRight - b] as const).reverse(),
    ...Array.from({ length: tail }, (_, index) => [left.length - tail + index, right.length - tail + index] as const),
  ];
}

/** Where a cell of the table is reached from: by a step of the right alone, of the left alone, or by both together. */
const way = { right: 0, left: 1, both: 2 } as const;

/** Needleman and Wunsch's table, row by row; only the directions are kept, a byte a cell of the band. */
function cheapest(left: Acts, right: Acts): (readonly [left: number, right: number])[] {
  const [height, width] = [left.length, right.length];
  if (height === 0 || width === 0) return [];
  const band = Math.min(width, Math.max(1, Math.floor(mostCells / height / 2)));
  const start = (row: number) => Math.max(0, Math.round((row * width) / height) - band);
  const end = (row: number) => Math.min(width, Math.round((row * width) / height) + band);
  const breadth = Math.min(width, 2 * band) + 1;
  const directions = new Uint8Array((height + 1) * breadth);
  const costOf = stepCosts(left, right);
  let before = new Int32Array(width + 1);
  let now = new Int32Array(width + 1);
  for (let column = 0; column <= end(0); column++) before[column] = column * cost.gap;
  for (let row = 1; row <= height; row++) {
    const [from, to, lastBefore] = [start(row), end(row), end(row - 1)];
    for (let column = from; column <= to; column++) {
      let least = column > from ? now[column - 1]! + cost.gap : Number.POSITIVE_INFINITY;
      let direction: number = way.right;
      if (column <= lastBefore && before[column]! + cost.gap <= least) {
        least = before[column]! + cost.gap;
        direction = way.left;
      }
      if (column > 0 && column - 1 <= lastBefore && column - 1 >= start(row - 1)) {
        const paired = before[column - 1]! + costOf(row - 1, column - 1);
        if (paired <= least) {
          least = paired;
          direction = way.both;
        }
      }
      now[column] = least;
      directions[row * breadth + column - from] = direction;
    }
    [before, now] = [now, before];
  }
  const pairs: (readonly [number, number])[] = [];
  for (let [row, column] = [height, width]; row > 0 && column > 0; ) {
    const direction = directions[row * breadth + column - start(row)];
    if (direction === way.both) pairs.push([row - 1, column - 1]);
    if (direction !== way.right) row--;
    if (direction !== way.left) column--;
  }
  return pairs.reverse();
}

/** What it costs to pair two steps. Texts that occur again are not compared again. */
function stepCosts(left: Acts, right: Acts): (left: number, right: number) => number {
  const actions = numbering();
  const answers = numbering();
  const lefts = left.map(({ action, observation }) => ({ action: actions(action), answer: answers(observation) }));
  const rights = right.map(({ action, observation }) => ({ action: actions(action), answer: answers(observation) }));
  const kinds = actions.size();
  const known = kinds * kinds <= mostCells ? new Uint16Array(kinds * kinds) : undefined;
  return (a, b) => {
    const [one, other] = [lefts[a]!, rights[b]!];
    const isAnsweredAlike = one.answer === other.answer;
    if (one.action === other.action) return isAnsweredAlike ? 0 : cost.sameAction;
    const key = one.action * kinds + other.action;
    let unlike = (known?.[key] ?? 0) - 1;
    if (unlike < 0) {
      unlike = Math.round(cost.unlike * unlikeness(left[a]!.action, right[b]!.action));
      if (known) known[key] = unlike + 1;
    }
    // Unlike actions stay apart: pairing them costs more than two gaps.
    return cost.changed + unlike - (isAnsweredAlike ? cost.sameAnswer : 0);
  };
}

/** The part of the longer text that has to be edited, from 0 to 1. */
function unlikeness(left: string, right: string): number {
  const longer = Math.max(left.length, right.length);
  const difference = Math.abs(left.length - right.length) / longer;
  if (difference > 0.5) return difference;
  const [a, b] = [left.slice(0, comparedCharacters), right.slice(0, comparedCharacters)];
  return distance(a, b) / Math.max(a.length, b.length);
}

/** Gives equal texts equal numbers, from 0 on. */
function numbering(): { (text: string): number; size(): number } {
  const numbers = new Map<string, number>();
  const of = (text: string) => {
    const number = numbers.get(text) ?? numbers.size;
    numbers.set(text, number);
    return number;
  };
  return Object.assign(of, { size: () => numbers.size });
}
