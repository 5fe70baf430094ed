import type { Example, GradientWorkers, WeightedTokens } from './gradientWorkers.ts';
import { weightedSum } from './gradientWorkers.ts';
import { type Learned, optimise, type StepMetrics, type TrainingOptions } from './optimise.ts';
import { type PairLogProbabilities, preferenceLoss } from './preferenceLoss.ts';
import { lossWeight } from './sft.ts';

/** A preference pair as tokens. Weights are 1 on the agent's tokens of the continuation (DMPO: a turn's φ), else 0. */
export interface TokenPair {
  readonly chosen: WeightedTokens;
  readonly rejected: WeightedTokens;
}

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

/** Sequences whose reference log-probabilities are asked for at once. */
const chunk = 64;

/**
 * Trajectory-level DPO (Song et al. 2024, Eq. 11), with an optional likelihood term on the chosen side. Measures the
 * reference once, then yields one value a step.
 */
export async function* dpo(options: DpoOptions): AsyncGenerator<DpoMetrics> {
  const { pairs, beta, likelihood = 0, state } = options;
  if (options.reference === undefined && state.step > 0)
    throw new RangeError('Resuming DPO needs the parameters of its reference policy.');
  const sums = await referenceSums(options, options.reference ?? state.parameters);
  const examplesOf = (batch: readonly number[]): Example[] =>
    batch.map(index => {
      const { chosen, rejected } = pairs[index]!;
      const reference = { chosen: sums.get(chosen)!, rejected: sums.get(rejected)! };
      return { kind: 'preference', chosen, rejected, reference, beta, likelihood, scale: 1 / batch.length };
    });
  for await (const { learned, ...metrics } of optimise(options, pairs.length, examplesOf))
    yield { ...metrics, ...means(learned.map(pairMetrics)) };
}

/** Σ weight × log-probability under the reference, for every sequence of the pairs. */
async function referenceSums(
  { workers, pairs, signal }: { workers: GradientWorkers; pairs: readonly TokenPair[]; signal?: AbortSignal },
  parameters: Float32Array,
): Promise<ReadonlyMap<WeightedTokens, number>> {
  const sums = new Map<WeightedTokens, number>();
  const sequences = [...new Set(pairs.flatMap(({ chosen, rejected }) => [chosen, rejected]))];
  for (let start = 0; start < sequences.length; start += chunk) {
    signal?.throwIfAborted();
    const part = sequences.slice(start, start + chunk);
    const found = await workers.logProbabilities(
      parameters,
      part.map(sequence => sequence.tokens),
    );
    for (const [index, sequence] of part.entries()) sums.set(sequence, weightedSum(found[index]!, sequence.weights));
  }
  return sums;
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
