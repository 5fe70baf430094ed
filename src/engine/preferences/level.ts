import { firstDivergence, turnDivergence } from '../analysis/divergence.ts';
import type { Trajectory } from '../trajectory/trajectory.ts';
import type { NoPairReason, PreferencePair } from './pair.ts';

/**
 * How much of two episodes a pair compares (Song et al. 2024, Table 4). `trajectory`: the whole of both. `step`: one turn
 * a side, that at which they part, under the prompt of all that they share before it. `mixture`: a pair of either kind.
 *
 * The paper's step-wise pairs (App. B) force the expert's first t − 1 turns on the policy, let it go on from turn t, and
 * prefer the turn t that ends better. An episode that says by itself what the expert says before turn t is such a
 * continuation, so with `expert-against-agent` and the expert chosen a step pair is one of theirs: for the one t at which
 * the episode leaves the expert, judged by that one ending. Episodes forked off the expert's give the same for any other
 * t, as long as policy and expert differ there. Under the other strategies what is shared is the policy's own beginning,
 * and the pair is one of siblings in a tree. A turn is thought and action, so two turns may differ in the thought alone.
 */
export const pairLevels = ['trajectory', 'step', 'mixture'] as const;

export type PairLevel = (typeof pairLevels)[number];

/** The kinds of pair that a level asks for. */
export function extentsOf(level: PairLevel): readonly FindExtent[] {
  return level === 'mixture' ? [wholeEpisodes, partingTurns] : [level === 'step' ? partingTurns : wholeEpisodes];
}

/** The steps that a pair compares: on both sides from `from` (inclusive), to each side's own end (exclusive). */
export interface Extent {
  readonly from: number;
  readonly chosenTo: number;
  readonly rejectedTo: number;
  /** The first step at which the sides say something different. */
  readonly divergence: number;
}

/** What of two trajectories a kind of pair compares, or why they make no pair of that kind. */
export type FindExtent = (chosen: Trajectory, rejected: Trajectory) => Extent | NoPairReason;

function wholeEpisodes(chosen: Trajectory, rejected: Trajectory): Extent | NoPairReason {
  const divergence = turnDivergence(chosen.steps, rejected.steps);
  // ETO keeps such a pair; its gradient is zero.
  if (divergence === null) return 'identical-after-cut';
  return { from: 0, chosenTo: chosen.steps.length, rejectedTo: rejected.steps.length, divergence };
}

function partingTurns(chosen: Trajectory, rejected: Trajectory): Extent | NoPairReason {
  if (turnDivergence(chosen.steps, rejected.steps) === null) return 'identical-after-cut';
  const { step, part } = firstDivergence(chosen, rejected)!;
  if (part === 'end') return 'no-next-turn';
  if (part !== 'turn') return 'no-common-prompt';
  return { from: step, chosenTo: step + 1, rejectedTo: step + 1, divergence: step };
}

/** Whether a pair compares one turn a side, that at which the two part. */
export function isStepPair({ chosen, rejected, divergence }: PreferencePair): boolean {
  return [chosen, rejected].every(({ from, to }) => from === divergence && to === divergence + 1);
}
