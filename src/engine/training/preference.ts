import { type Checkpoint, tokenizerOf } from '../learner/checkpoint.ts';
import { checkCoverage } from '../learner/coverage.ts';
import { type DpoMetrics, dpo } from '../learner/dpo.ts';
import type { TokenPair } from '../learner/gradientWorkers.ts';
import { sequenceOf } from '../learner/sequence.ts';
import type { Continuation, ResolvedPair } from '../preferences/resolvePair.ts';
import { type OptimiserSettings, optimiserOptions, stateOf, type TrainingRun, trained } from './imitation.ts';
import type { PreferenceChoice } from './preferenceSources.ts';
import { discounted } from './turnWeights.ts';

/** Settings of DPO, as `train` of contrail.json has them. */
export interface PreferenceSettings extends OptimiserSettings, PreferenceChoice {
  /** β; 0 is the control that keeps pairs, steps and likelihood and drops the preference. */
  readonly beta: number;
  /** Weight of the chosen side's mean negative log-likelihood a token. */
  readonly nllWeight: number;
  /** γ of DMPO's turn weights, which then weigh the likelihood too; absent, all turns weigh the same. */
  readonly turnDiscount?: number;
}

/** A training whose reference may be another policy than the one that it starts from. */
export interface PreferenceRun extends TrainingRun {
  /** What DPO measures against; default: `start`. Of the same shape and words. */
  readonly reference?: Checkpoint;
}

/**
 * Trajectory DPO (Song et al. 2024, Eq. 11) from `run.start`, which is the reference too unless there is another: ETO
 * measures each iteration against the policy at its start. Loss falls on the turns that a pair compares. Yields one value
 * an optimiser step, returns the new policy: without pairs, the one it started from.
 */
export async function* prefer(
  run: PreferenceRun,
  pairs: readonly ResolvedPair[],
  settings: PreferenceSettings,
): AsyncGenerator<DpoMetrics, Checkpoint> {
  const tokenizer = tokenizerOf(run.start);
  const { beta, nllWeight, turnDiscount } = settings;
  const side = ({ trajectory, from, to }: Continuation) => {
    const sequence = sequenceOf(trajectory, tokenizer, { from, to });
    return turnDiscount === undefined ? sequence : discounted(sequence, from, turnDiscount);
  };
  for (const { chosen } of pairs) checkCoverage(chosen.trajectory, tokenizer);
  const tokens: TokenPair[] = pairs.map(({ chosen, rejected }) => ({ chosen: side(chosen), rejected: side(rejected) }));
  const state = stateOf(run);
  yield* dpo({
    ...optimiserOptions(run, state, settings),
    pairs: tokens,
    beta,
    likelihood: nllWeight,
    reference: (run.reference ?? run.start).parameters,
  });
  return trained(run, state, { stage: 'dpo', settings: { ...settings, pairs: pairs.length } });
}
