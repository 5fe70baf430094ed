import type { PairLevel } from './level.ts';

/** What a pair strategy can be told: the same names in `pairs` of contrail.json. */
export interface PairOptions {
  /** How much of two episodes a pair compares. */
  readonly level: PairLevel;
  /** A pair needs a difference in reward above this; 0 is ETO's strict inequality. */
  readonly margin: number;
  /** A rejected episode keeps at most as many steps as the chosen one and this many more; null keeps all. */
  readonly extraRounds: number | null;
  /** An episode without a reward is left out, or counts as reward 0. */
  readonly nullReward: 'skip' | 'loss';
  /** An episode that could not go on (`isComplete`) is left out, or stands for what it reached. */
  readonly incomplete: 'skip' | 'use';
  /** Most pairs a task, the first ones by rollout; null sets no limit. The two that a mixture makes of a match are one. */
  readonly quotaPerTask: number | null;
  /** Whether a failure is left out that says the same as an earlier one of its task, as far as it would enter the pair. */
  readonly distinct: boolean;
  /** Longest side in characters, opening and observations included; null sets no limit. */
  readonly maxCharacters: number | null;
  /** Noise filter: the largest share of a rejected episode's steps that may repeat the action before to no effect; null filters nothing. */
  readonly maxRepeated: number | null;
  /** Noise filter: the largest share of a rejected episode's steps in stretches that bring nothing new, such as going back and forth (`revisitingLoops`); null filters nothing. */
  readonly maxLooping: number | null;
  /** Noise filter: the largest share of a rejected episode's steps with an invalid or no action; null filters nothing. */
  readonly maxInvalid: number | null;
  /** Noise filter: the largest share of a rejected episode's steps in which the policy wrote the observation itself; null filters nothing. */
  readonly maxInvented: number | null;
  /** Noise filter: the largest share of a rejected episode's steps without a thought; null filters nothing. */
  readonly maxThoughtless: number | null;
}

/** Options that differ in some environments, by the environment's name. */
export type EnvironmentOptions = Readonly<Record<string, Partial<PairOptions>>>;

/** What every preset builds on: each pair that the rule allows, nothing cut, nothing filtered. */
export const plainPairOptions: PairOptions = {
  level: 'trajectory',
  margin: 0,
  extraRounds: null,
  nullReward: 'skip',
  incomplete: 'skip',
  quotaPerTask: null,
  distinct: false,
  maxCharacters: null,
  maxRepeated: null,
  maxLooping: null,
  maxInvalid: null,
  maxInvented: null,
  maxThoughtless: null,
};
