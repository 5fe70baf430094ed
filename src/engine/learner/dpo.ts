import type { Preference, TokenPair } from './gradientWorkers.ts';
import { type Learned, optimise, type StepMetrics, type TrainingOptions } from './optimise.ts';
import { type PairLogProbabilities, preferenceLoss } from './preferenceLoss.ts';
import { lossWeight } from './sft.ts';

export interface DpoOptions extends TrainingOptions {
  readonly pairs: readonly TokenPair[];
  /** 0 is the control that keeps pairs, steps and NLL, and drops the preference. */
  readonly beta: number;
  /** Weight of the mean NLL a token of the chosen side; default 0. */
  readonly likelihood?: number;
  /**
   * Parameters of the reference policy. Default: those of the state, which must then be fresh, because ETO measures
   * against the policy at the start of the iteration.
   */
  readonly reference?: Float32Array;
}

/** Means over the step's pairs, before the step. The minimised sum is loss + likelihood × nll. */
export interface DpoMetrics extends StepMetrics {
  /** −log σ(margin); log 2 when β is 0. */
  readonly loss: number;
  /** β × Δ, see PreferenceLoss. */
  readonly margin: number;
  /** Share of pairs whose chosen side gained more than its rejected side since the reference; also told when β is 0. */
  readonly accuracy: number;
  readonly chosenReward: number;
  readonly rejectedReward: number;
  /** Sums over the weighted tokens, in nats. */
  readonly chosenLogProbability: number;
  readonly rejectedLogProbability: number;
  /** Nats a token of the chosen side. */
  readonly nll: number;
}

/** Pairs whose reference log-probabilities are asked for at once. */
const chunk = 64;

/**
 * Trajectory-level DPO (Song et al. 2024, Eq. 11), with an optional likelihood term on the chosen side. Measures the
 * reference once, then yields one value a step.
 */
export async function* dpo(options: DpoOptions): AsyncGenerator<DpoMetrics> {
  const { pairs, beta, likelihood = 0, state } = options;
  if (options.reference === undefined && state.step > 0)
    throw new RangeError('Resuming DPO needs the parameters of its reference policy.');
  const references = await measured(options, options.reference ?? state.parameters);
  const examplesOf = (batch: readonly number[]): Preference[] =>
    batch.map(index => {
      const reference = references[index]!;
      return { kind: 'preference', ...pairs[index]!, reference, beta, likelihood, scale: 1 / batch.length };
    });
  for await (const { learned, ...metrics } of optimise(options, pairs.length, examplesOf))
    yield { ...metrics, ...means(learned.map(pairMetrics)) };
}

/** What the reference thinks of every pair. */
async function measured(
  { workers, pairs, signal }: DpoOptions,
  reference: Float32Array,
): Promise<PairLogProbabilities[]> {
  const all: PairLogProbabilities[] = [];
  for (let start = 0; start < pairs.length; start += chunk) {
    signal?.throwIfAborted();
    all.push(...(await workers.pairs(reference, pairs.slice(start, start + chunk))));
  }
  return all;
}

type PairMetrics = Omit<DpoMetrics, keyof StepMetrics>;

function pairMetrics({ example, logProbabilities }: Learned): PairMetrics {
  if (example.kind !== 'preference') throw new TypeError('DPO learns from preferences alone.');
  const [chosen, rejected] = logProbabilities as [number, number];
  const policy: PairLogProbabilities = { chosen, rejected };
  const { reference, beta } = example;
  const { loss, margin, chosenReward, rejectedReward } = preferenceLoss(policy, reference, beta);
  const weight = lossWeight(example.chosen);
  return {
    loss,
    margin,
    accuracy: chosen - reference.chosen > rejected - reference.rejected ? 1 : 0,
    chosenReward,
    rejectedReward,
    chosenLogProbability: chosen,
    rejectedLogProbability: rejected,
    nll: weight > 0 ? -chosen / weight : 0,
  };
}

function means(all: readonly PairMetrics[]): PairMetrics {
  const mean = (name: keyof PairMetrics) => all.reduce((sum, metrics) => sum + metrics[name], 0) / all.length;
  return {
    loss: mean('loss'),
    margin: mean('margin'),
    accuracy: mean('accuracy'),
    chosenReward: mean('chosenReward'),
    rejectedReward: mean('rejectedReward'),
    chosenLogProbability: mean('chosenLogProbability'),
    rejectedLogProbability: mean('rejectedLogProbability'),
    nll: mean('nll'),
  };
}
