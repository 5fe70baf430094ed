import type { Task } from '../trajectory/trajectory.ts';

/** One continuation of a pair: steps `from` (inclusive) to `to` (exclusive) of a stored trajectory. */
export interface PairSide {
  /** The trajectory file, relative to the pair file, with `/` on every system. */
  readonly file: string;
  /** The trajectory's id. */
  readonly id: string;
  readonly from: number;
  readonly to: number;
  /** Final reward of the whole trajectory. */
  readonly reward: number;
  /** Who produced it. */
  readonly policy: string;
}

/**
 * One prompt, a chosen and a rejected continuation. The prompt is the task's opening and the steps before `from`,
 * which are equal on both sides; each side's continuation starts and ends with an agent turn.
 */
export interface PreferencePair {
  readonly format: 'contrail-pair-1';
  /** Stable: derived from the two sides, so that a rebuilt file differs only where the data does. */
  readonly id: string;
  readonly task: Pick<Task, 'environment' | 'split' | 'id'>;
  readonly chosen: PairSide;
  readonly rejected: PairSide;
  /** The name of the rule that made the pair. */
  readonly strategy: string;
  /** chosen reward − rejected reward; > 0. */
  readonly margin: number;
  /** Index of the first step at which the two sides say something different. */
  readonly divergence: number;
}

/** Why a task, or one of its episodes, gave no pair: the vocabulary of every report (`eto-method` 1.3). */
export type NoPairReason =
  | 'no-episode'
  | 'empty-episode'
  | 'no-expert'
  | 'no-success'
  | 'no-failure'
  | 'null-reward'
  | 'incomplete-episode'
  | 'tie'
  | 'below-margin'
  | 'duplicate'
  | 'over-quota'
  | 'identical-after-cut'
  | 'no-common-prompt'
  | 'no-next-turn'
  | 'over-length'
  | 'noisy-loser';

export type PairProposal =
  | { readonly pair: PreferencePair }
  | {
      readonly task: Task;
      readonly episode?: string;
      readonly reason: NoPairReason;
    };
