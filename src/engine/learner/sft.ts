import type { WeightedTokens } from './gradientWorkers.ts';
import { optimise, type StepMetrics, type TrainingOptions } from './optimise.ts';

export interface SftOptions extends TrainingOptions {
  readonly sequences: readonly WeightedTokens[];
}

export interface SftMetrics extends StepMetrics {
  /** −Σ weight × log-probability / Σ weight over the batch, in nats a token, before the step. */
  readonly loss: number;
}

/**
 * Behavioural cloning: maximises the likelihood of the weighted tokens (Song et al. 2024, Eq. 3, as a mean over the
 * batch's weights). One value a step; nothing at all when there is nothing left to do.
 */
export async function* sft(options: SftOptions): AsyncGenerator<SftMetrics> {
  const { sequences } = options;
  yield* fit(options, sequences.length, batch => batch.map(index => sequences[index]!));
}

/** The same for `count` sequences that are made when their step comes: `sequencesOf` turns a batch of indices into them. */
export async function* fit(
  options: TrainingOptions,
  count: number,
  sequencesOf: (batch: readonly number[]) => readonly WeightedTokens[] | Promise<readonly WeightedTokens[]>,
): AsyncGenerator<SftMetrics> {
  const examplesOf = async (batch: readonly number[]) => {
    const chosen = await sequencesOf(batch);
    const total = chosen.reduce((sum, sequence) => sum + lossWeight(sequence), 0);
    const scale = total > 0 ? 1 / total : 0;
    return chosen.map(sequence => ({ kind: 'likelihood' as const, sequence, scale }));
  };
  for await (const { learned, ...metrics } of optimise(options, count, examplesOf)) {
    const loss = learned.reduce((sum, { example, logProbabilities }) => sum - example.scale * logProbabilities[0]!, 0);
    yield { ...metrics, loss };
  }
}

/** Σ weight of the tokens that are predicted. */
export function lossWeight({ weights }: WeightedTokens): number {
  let sum = 0;
  for (let index = 1; index < weights.length; index++) sum += Math.fround(weights[index]!);
  return sum;
}
