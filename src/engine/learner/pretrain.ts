import { HumanError } from '../problem.ts';
import { seeded, seedOf } from '../random.ts';
import type { History } from '../trajectory/trajectory.ts';
import type { Checkpoint } from './checkpoint.ts';
import type { GradientWorkers } from './gradientWorkers.ts';
import { defaultShape, initialise, type ModelShape } from './model.ts';
import { type LossWeights, type Sequence, sequenceOf } from './sequence.ts';
import { fit, type SftMetrics } from './sft.ts';
import { Tokenizer } from './tokenizer.ts';
import { freshState } from './trainerState.ts';

/** A base has to know the world's language and dynamics, so it also learns what the world says. */
const weights: LossWeights = { agent: 1, observation: 0.5, opening: 0.1 };

export interface PretrainOptions {
  /** At least `count` episodes; each is read once, in order. */
  readonly corpus: Iterable<History>;
  readonly count: number;
  /** The vocabulary of the model. */
  readonly words: readonly string[];
  /** Decides the first parameters; the corpus has a seed of its own. */
  readonly seed: number;
  readonly workers: (shape: ModelShape) => GradientWorkers;
  /** Default 16. */
  readonly batch?: number;
  /** Default 3e-3. */
  readonly learningRate?: number;
  /** Steps. Default 200. */
  readonly warmUp?: number;
  readonly signal?: AbortSignal;
}

/**
 * A model from nothing: one pass over a corpus. Yields one value an optimiser step and returns the checkpoint. Throws a
 * `HumanError` when the corpus is too short or holds words that the vocabulary lacks.
 */
export async function* pretrain(options: PretrainOptions): AsyncGenerator<SftMetrics, Checkpoint> {
  const { count, words, seed, batch = 16, learningRate = 3e-3, warmUp = 200, signal } = options;
  const tokenizer = new Tokenizer(words);
  const shape = defaultShape(tokenizer.size);
  const state = freshState(initialise(shape, seeded(seedOf('parameters', seed))));
  const training = {
    workers: options.workers(shape),
    state,
    epochs: 1,
    batch,
    learningRate,
    schedule: { kind: 'cosine', warmUp } as const,
    seed,
    ...(signal && { signal }),
  };
  const sequences = sequencesOf(options.corpus, tokenizer);
  yield* fit(training, count, ({ length }) => Array.from({ length }, () => next(sequences)));
  const settings = { trajectories: count, batch, learningRate, warmUp, weights };
  return {
    shape,
    words,
    provenance: { stage: 'pretrain', parent: null, seed, settings },
    parameters: state.parameters,
  };
}

function* sequencesOf(corpus: Iterable<History>, tokenizer: Tokenizer): Generator<Sequence> {
  for (const episode of corpus) {
    const sequence = sequenceOf(episode, tokenizer, { weights });
    if (sequence.unknown > 0)
      throw new HumanError(`An episode of the corpus ("${episode.task.id}") has words outside the vocabulary.`);
    yield sequence;
  }
}

function next(sequences: Generator<Sequence>): Sequence {
  const { value, done } = sequences.next();
  if (done) throw new HumanError('The corpus has fewer episodes than were asked for.');
  return value;
}
