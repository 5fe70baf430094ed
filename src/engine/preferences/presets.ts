import { type EnvironmentOptions, type PairOptions, plainPairOptions } from './options.ts';

/** Behavioural cloning as a recipe has it; the names are those of `train` in contrail.json. */
export interface CloningTraining {
  readonly learningRate: number;
  /** Trajectories a step; pairs a step for DPO. */
  readonly batch: number;
  readonly epochs: number;
  readonly schedule: 'cosine' | 'constant';
  /** Optimiser steps of linear rise; below 1, as a share of all steps. */
  readonly warmup: number;
}

/** DPO as a recipe has it in one iteration. */
export interface PreferenceTraining extends CloningTraining {
  readonly beta: number;
  /** Weight of the chosen side's mean negative log-likelihood a token, beside the DPO loss. */
  readonly nllWeight: number;
}

/** A published recipe under its name: how pairs are made, and how its authors trained on them. */
export interface PairPreset {
  /** One line for help and completion. */
  readonly description: string;
  /** Name of the strategy. */
  readonly strategy: string;
  readonly options: PairOptions;
  readonly environments: EnvironmentOptions;
  readonly cloning: CloningTraining;
  /** By iteration, the first one first; later iterations repeat the last entry. */
  readonly preference: readonly PreferenceTraining[];
}

const etoCloning: CloningTraining = { learningRate: 1e-5, batch: 64, epochs: 3, schedule: 'cosine', warmup: 0.03 };

const etoPreference: PreferenceTraining = {
  beta: 0.1,
  learningRate: 1e-6,
  nllWeight: 0,
  batch: 32,
  epochs: 3,
  schedule: 'constant',
  warmup: 0.1,
};

/** ETO's released pair builder cuts failed episodes in these two environments only, five rounds after the expert's end. */
const cutAfterExpert: Partial<PairOptions> = { extraRounds: 5 };

/** Adding a preset is one entry here. */
export const presets: Readonly<Record<string, PairPreset>> = {
  'eto-paper': {
    description: 'ETO as its paper describes it (Song et al. 2024, §3.2): expert against agent, losers uncut',
    strategy: 'expert-against-agent',
    options: plainPairOptions,
    environments: {},
    cloning: etoCloning,
    preference: [etoPreference],
  },
  'eto-code': {
    description: 'ETO as its released code does it: long losers cut, an ALFWorld episode without reward is a loss',
    strategy: 'expert-against-agent',
    // The released code knows no endings: an episode that broke off stands for the reward it had.
    options: { ...plainPairOptions, incomplete: 'use' },
    environments: {
      webshop: cutAfterExpert,
      scienceworld: cutAfterExpert,
      alfworld: { nullReward: 'loss' },
    },
    cloning: { ...etoCloning, learningRate: 2e-5 },
    preference: [etoPreference, { ...etoPreference, beta: 0.5, learningRate: 5e-7 }],
  },
  'own-success': {
    description: "Contrail's recipe: each distinct failure against the policy's own shortest success on the task",
    strategy: 'own-success',
    options: { ...plainPairOptions, distinct: true, quotaPerTask: 3 },
    environments: {},
    cloning: { learningRate: 1e-3, batch: 8, epochs: 40, schedule: 'cosine', warmup: 0 },
    preference: [{ beta: 0.3, learningRate: 8e-4, nllWeight: 20, batch: 16, epochs: 4, schedule: 'cosine', warmup: 5 }],
  },
};

/** A recipe's DPO settings for an iteration, counted from 1. */
export function preferenceTraining(preset: PairPreset, iteration: number): PreferenceTraining {
  return preset.preference[Math.min(iteration, preset.preference.length) - 1]!;
}
