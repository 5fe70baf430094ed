import type { ComparedPolicy } from './changesFile.ts';
import type { FailureChanges } from './failureChange.ts';
import type { PairChange, PairTotals } from './pairChange.ts';
import type { NotableTurn, TurnGroup } from './turnTally.ts';

/** What has changed from one policy to the next: what a report is made of. Parts that were not asked for are absent. */
export interface ChangesReport {
  /** What is compared, e.g. `seed 1, iteration 2`. */
  readonly title: string;
  readonly before?: ComparedPolicy;
  readonly after?: ComparedPolicy;
  readonly failures?: { readonly files: readonly [before: string, after: string] } & FailureChanges;
  readonly turns?: TurnsReport;
  readonly pairs?: PairsReport;
  /** What the reader has to know beside the tables, a sentence each. */
  readonly notes: readonly string[];
  /** Command lines that show more. */
  readonly open: readonly string[];
}

/** The turns of some files of episodes, summed. */
export interface TurnsReport {
  readonly files: readonly string[];
  readonly episodes: number;
  readonly turns: number;
  readonly groups: readonly TurnGroup[];
  readonly less: readonly NotableTurn[];
  readonly more: readonly NotableTurn[];
}

/** The pairs that the later policy was trained on. */
export interface PairsReport {
  readonly files: readonly string[];
  readonly beta: number;
  readonly totals: PairTotals;
  /** In the order of the files. */
  readonly changes: readonly PairChange[];
}
