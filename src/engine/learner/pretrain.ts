import { HumanError } from '../problem.ts';
import { seeded, seedOf } from '../random.ts';
import type { History } from '../trajectory/trajectory.ts';
import type { Checkpoint } from './checkpoint.ts';
import type { GradientWorkers } from './gradientWorkers.ts';
import { defaultShape, initialise, type ModelShape } from './model.ts';
import { type LossWeights, type Sequence, sequenceOf } from './sequence.ts';
import { fit, type SftMetrics } from './sft.ts';
import { Tokenizer } from './tokenizer.ts';
import { freshState, type TrainerState } from './trainerState.ts';

/** A base has to know the world's language and dynamics, so it also learns what the world says. */
const weights: LossWeights = { agent: 1, observation: 0.5, opening: 0.1 };

/** Share of an episode's tokens that may be unknown to the vocabulary: a rare word is no reason to read nothing. */
const strangest = 0.02;

export interface PretrainOptions {
  /** The episodes from number `from` on; each is read once, in order. */
  readonly corpus: (from: number) => Iterable<History> | AsyncIterable<History>;
  /** Episodes to read. */
  readonly count: number;
  /** The vocabulary of the model. */
  readonly words: readonly string[];
  /** Phrases that its tokenizer reads as nothing. */
  readonly silent?: readonly string[];
  /** The shape of a model with so many tokens; that which plays our own worlds when absent. */
  readonly shapeOf?: (tokens: number) => ModelShape;
  /** Decides the first parameters; the corpus has a seed of its own. */
  readonly seed: number;
  readonly workers: (shape: ModelShape) => GradientWorkers;
  /** Default 16. */
  readonly batch?: number;
  /** Default 3e-3. */
  readonly learningRate?: number;
  /** Steps. Default 200. */
  readonly warmUp?: number;
  /** Goes on from here instead of from the first step. */
  readonly resume?: TrainerState;
  /** Told the state that training works on, once, before the first step: whoever wants to save it keeps it. */
  readonly onState?: (state: TrainerState) => void;
  readonly signal?: AbortSignal;
}

/**
 * A model from nothing: one pass over a corpus; without episodes, its first parameters. Yields one value an optimiser
 * step and returns the checkpoint. Throws a `HumanError` when the corpus is too short or of another vocabulary.
 */
export async function* pretrain(options: PretrainOptions): AsyncGenerator<SftMetrics, Checkpoint> {
  const { count, words, silent, seed, batch = 16, learningRate = 3e-3, warmUp = 200, signal } = options;
  const tokenizer = new Tokenizer(words, silent);
  const shape = (options.shapeOf ?? defaultShape)(tokenizer.size);
  const state = options.resume ?? freshState(initialise(shape, seeded(seedOf('parameters', seed))));
  options.onState?.(state);
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
  const read = state.step * batch;
  if (read < count) {
    const next = readAhead(sequencesOf(options.corpus(read), tokenizer), Math.min(batch, count - read));
    let left = count - read;
    yield* fit(training, count, ({ length }) => {
      left -= length;
      return next(Math.min(batch, left));
    });
  }
  const settings = { trajectories: count, batch, learningRate, warmUp, weights };
  return {
    shape,
    words,
    ...(silent && { silent }),
    provenance: { stage: 'pretrain', parent: null, seed, settings },
    parameters: state.parameters,
  };
}

async function* sequencesOf(
  corpus: Iterable<History> | AsyncIterable<History>,
  tokenizer: Tokenizer,
): AsyncGenerator<Sequence> {
  for await (const episode of corpus) {
    const sequence = sequenceOf(episode, tokenizer, { weights });
    if (sequence.unknown > strangest * sequence.tokens.length)
      throw new HumanError(`An episode of the corpus ("${episode.task.id}") has words outside the vocabulary.`);
    yield sequence;
  }
}

/** Gives what was asked for one call before, so that episodes are made while the workers compute; `first` is for the first call. */
function readAhead(
  sequences: AsyncGenerator<Sequence>,
  first: number,
): (following: number) => Promise<readonly Sequence[]> {
  const take = async (count: number) => {
    const taken: Sequence[] = [];
    while (taken.length < count) {
      const { value, done } = await sequences.next();
      if (done) throw new HumanError('The corpus has fewer episodes than were asked for.');
      taken.push(value);
    }
    return taken;
  };
  let ahead = take(first);
  return following => {
    const now = ahead;
    ahead = now.then(() => take(following));
    // Whoever takes it meets the failure; until then it is nobody's.
    ahead.catch(() => {});
    return now;
  };
}
