import type { ResolvedPair } from '../preferences/resolvePair.ts';
import type { Trajectory } from '../trajectory/trajectory.ts';
import type { TurnChange } from './turnChange.ts';

/** DPO's implicit rewards of a pair turn by turn: β × (log π − log π_ref), in units of the loss's argument. */
export interface PairChange {
  readonly id: string;
  /** One a turn of each side, from the first turn that carries loss. */
  readonly chosen: readonly number[];
  readonly rejected: readonly number[];
  /** Chosen minus rejected, a turn each; a side that is over counts 0. They sum to `margin`. */
  readonly margins: readonly number[];
  readonly margin: number;
  /** Index in these lists of the turn at which the sides part. */
  readonly divergence: number;
}

/** The rewards of a pair; `changesOf` gives the turns of a whole episode, in order, `after` being π and `before` π_ref. */
export function pairChange(
  { pair, chosen, rejected }: Pick<ResolvedPair, 'pair' | 'chosen' | 'rejected'>,
  beta: number,
  changesOf: (episode: Trajectory) => readonly Pick<TurnChange, 'before' | 'after'>[],
): PairChange {
  const rewards = ({ trajectory, from, to }: ResolvedPair['chosen']) =>
    changesOf(trajectory)
      .slice(from, to)
      .map(({ before, after }) => beta * (after - before));
  const won = rewards(chosen);
  const lost = rewards(rejected);
  const length = Math.max(won.length, lost.length);
  const margins = Array.from({ length }, (_, turn) => (won[turn] ?? 0) - (lost[turn] ?? 0));
  const margin = margins.reduce((sum, value) => sum + value, 0);
  const divergence = pair.divergence - pair.chosen.from;
  return { id: pair.id, chosen: won, rejected: lost, margins, margin, divergence };
}

/** Where the margins of pairs come from: sums over a part of their turns, as means a pair. */
export interface MarginPart {
  readonly part: 'before' | 'parting' | 'after';
  readonly chosen: number;
  readonly rejected: number;
  readonly margin: number;
}

/** What the pairs of an iteration come to. */
export interface PairTotals {
  readonly pairs: number;
  readonly margin: number;
  /** Share of the pairs whose margin is above 0. */
  readonly accuracy: number;
  /** Turns before the sides part, the turn where they do, and all later ones. */
  readonly parts: readonly MarginPart[];
}

/** Sums over pairs; null without any. */
export function pairTotals(pairs: readonly PairChange[]): PairTotals | null {
  if (pairs.length === 0) return null;
  const mean = (of: (pair: PairChange) => number) => pairs.reduce((sum, pair) => sum + of(pair), 0) / pairs.length;
  const total = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0);
  const ranges = {
    before: ({ divergence }: PairChange) => [0, divergence],
    parting: ({ divergence }: PairChange) => [divergence, divergence + 1],
    after: ({ divergence }: PairChange) => [divergence + 1, undefined],
  } as const;
  const parts = (['before', 'parting', 'after'] as const).map((part): MarginPart => {
    const sum = (side: 'chosen' | 'rejected' | 'margins') =>
      mean(pair => total(pair[side].slice(...ranges[part](pair))));
    return { part, chosen: sum('chosen'), rejected: sum('rejected'), margin: sum('margins') };
  });
  const accuracy = mean(({ margin }) => (margin > 0 ? 1 : 0));
  return { pairs: pairs.length, margin: mean(({ margin }) => margin), accuracy, parts };
}
