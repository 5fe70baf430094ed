import type { Checkpoint } from '../learner/checkpoint.ts';
import { checkCoverage } from '../learner/coverage.ts';
import { type DpoMetrics, dpo, type TokenPair } from '../learner/dpo.ts';
import { sequenceOf } from '../learner/sequence.ts';
import { Tokenizer } from '../learner/tokenizer.ts';
import type { Continuation, ResolvedPair } from '../preferences/resolvePair.ts';
import { type OptimiserSettings, optimiserOptions, stateOf, type TrainingRun, trained } from './imitation.ts';

/** Settings of DPO, as `train` of contrail.json has them. */
export interface PreferenceSettings extends OptimiserSettings {
  /** β; 0 is the control that keeps pairs, steps and likelihood and drops the preference. */
  readonly beta: number;
  /** Weight of the chosen side's mean negative log-likelihood a token. */
  readonly nllWeight: number;
}

/**
 * Trajectory DPO (Song et al. 2024, Eq. 11) from `run.start`, which is the reference too: ETO measures each iteration
 * against the policy at its start. Yields one value an optimiser step, returns the new policy: without pairs,
 * the one it started from.
 */
export async function* prefer(
  run: TrainingRun,
  pairs: readonly ResolvedPair[],
  settings: PreferenceSettings,
): AsyncGenerator<DpoMetrics, Checkpoint> {
  const tokenizer = new Tokenizer(run.start.words);
  const side = ({ trajectory, from, to }: Continuation) => sequenceOf(trajectory, tokenizer, { from, to });
  for (const { chosen } of pairs) checkCoverage(chosen.trajectory, tokenizer);
  const tokens: TokenPair[] = pairs.map(({ chosen, rejected }) => ({ chosen: side(chosen), rejected: side(rejected) }));
  const state = stateOf(run);
  const { beta, nllWeight } = settings;
  yield* dpo({
    ...optimiserOptions(run, state, settings),
    pairs: tokens,
    beta,
    likelihood: nllWeight,
    reference: run.start.parameters,
  });
  return trained(run, state, { stage: 'dpo', settings: { ...settings, pairs: pairs.length } });
}
