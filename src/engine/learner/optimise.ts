import { Adam } from './adam.ts';
import { batches, shardsOf, stepsOf } from './batches.ts';
import type { Example, GradientWorkers } from './gradientWorkers.ts';
import { rateShare, type Schedule } from './schedule.ts';
import type { TrainerState } from './trainerState.ts';

/** What every kind of training is told. */
export interface TrainingOptions {
  readonly workers: GradientWorkers;
  /** Where to start, and what is changed in place: at every yield it is a whole state that training can resume from. */
  readonly state: TrainerState;
  readonly epochs: number;
  /** Sequences, or pairs, a step. */
  readonly batch: number;
  readonly learningRate: number;
  readonly schedule: Schedule;
  /** Longest gradient; default 1. */
  readonly clip?: number;
  /** Decides the order of the examples. */
  readonly seed: number;
  /** Parts that a batch's gradient is summed from, in a fixed order: the bits depend on it. Default 2. */
  readonly shards?: number;
  /** When it aborts, the generator throws the signal's reason before the next step. */
  readonly signal?: AbortSignal;
}

/** What every kind of training reports after an optimiser step. */
export interface StepMetrics {
  /** Steps done, from 1. */
  readonly step: number;
  readonly steps: number;
  /** Before clipping. */
  readonly gradientNorm: number;
  readonly learningRate: number;
  /** Tokens of this step's sequences. */
  readonly tokens: number;
}

/** An example of the step with what its sequences came to (see ShardGradient), both before the step. */
export interface Learned {
  readonly example: Example;
  readonly logProbabilities: readonly number[];
}

/**
 * Optimises the sum of the examples' terms, batch by batch, from the state's step to the last. `examplesOf` turns a
 * batch of indices below `count` into its examples.
 */
export async function* optimise(
  options: TrainingOptions,
  count: number,
  examplesOf: (batch: readonly number[]) => readonly Example[] | Promise<readonly Example[]>,
): AsyncGenerator<StepMetrics & { readonly learned: readonly Learned[] }> {
  const { workers, state, learningRate, schedule, clip = 1, shards: shardCount = 2, signal } = options;
  const plan = { count, epochs: options.epochs, batch: options.batch, seed: options.seed };
  const steps = stepsOf(plan);
  const adam = new Adam(state, { clip });
  for (const batch of batches(plan, state.step)) {
    signal?.throwIfAborted();
    const shards = shardsOf(await examplesOf(batch), shardCount, tokensOf);
    const answers = await workers.gradients(state.parameters, shards);
    const rate = learningRate * rateShare(schedule, state.step, steps);
    const gradientNorm = adam.step(
      answers.map(answer => answer.gradient),
      rate,
    );
    const learned = shards.flatMap((shard, index) => pairUp(shard, answers[index]!.logProbabilities));
    const tokens = shards.flat().reduce((sum, example) => sum + tokensOf(example), 0);
    yield { step: state.step, steps, gradientNorm, learningRate: rate, tokens, learned };
  }
}

function tokensOf(example: Example): number {
  if (example.kind === 'likelihood') return example.sequence.tokens.length;
  return example.chosen.tokens.length + example.rejected.tokens.length;
}

function pairUp(examples: readonly Example[], logProbabilities: readonly number[]): Learned[] {
  let at = 0;
  return examples.map(example => {
    const from = at;
    at += example.kind === 'likelihood' ? 1 : 2;
    return { example, logProbabilities: logProbabilities.slice(from, at) };
  });
}
