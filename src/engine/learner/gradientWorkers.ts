import { Arena } from './arena.ts';
import { Gradient } from './backward.ts';
import { type Activations, forward } from './forward.ts';
import type { ModelShape } from './model.ts';
import { strandOf } from './passage.ts';
import { type PairLogProbabilities, preferenceLoss } from './preferenceLoss.ts';
import { oneText, totalWeight, twoTexts, type WeightedRows, weightedSum } from './weightedRows.ts';
import { Weights } from './weights.ts';

/** Tokens to learn from. `weights[i]` is what predicting `tokens[i]` weighs; the first is never predicted. */
export interface WeightedTokens {
  readonly tokens: ArrayLike<number>;
  readonly weights: ArrayLike<number>;
}

/** A preference pair as tokens. Weights are 1 on the agent's tokens of the continuation (DMPO: a turn's φ), else 0. */
export interface TokenPair {
  readonly chosen: WeightedTokens;
  readonly rejected: WeightedTokens;
}

/** One term of a loss. */
export type Example =
  | {
      /** scale × Σ −weight × log-probability. */
      readonly kind: 'likelihood';
      readonly sequence: WeightedTokens;
      readonly scale: number;
    }
  | Preference;

/** scale × (DPO's loss + likelihood × the chosen side's −Σ weight × log-probability / Σ weight). */
export interface Preference extends TokenPair {
  readonly kind: 'preference';
  readonly reference: PairLogProbabilities;
  readonly beta: number;
  readonly likelihood: number;
  readonly scale: number;
}

/** What a shard of a batch comes to. */
export interface ShardGradient {
  /** Σ over the examples, in their order, of the gradients of their terms. */
  readonly gradient: Float32Array;
  /** Σ weight × log-probability of every sequence, in nats, in order; a preference has two, chosen first. */
  readonly logProbabilities: readonly number[];
}

/**
 * Who computes. Whether in this thread or in several, the answers depend on the arguments alone, to the bit: parallel
 * work is cut into shards by the caller, never by the number of workers.
 */
export interface GradientWorkers {
  /** One answer a shard, in the order of the shards. */
  gradients(parameters: Float32Array, shards: readonly (readonly Example[])[]): Promise<readonly ShardGradient[]>;
  /** For each sequence, the log-probability of every token given those before it, in nats; 0 for the first. */
  logProbabilities(parameters: Float32Array, sequences: readonly ArrayLike<number>[]): Promise<readonly Float32Array[]>;
  /** For each pair, Σ weight × log-probability of either side, in nats. */
  pairs(parameters: Float32Array, pairs: readonly TokenPair[]): Promise<readonly PairLogProbabilities[]>;
}

/** The computation itself, over one arena. Workers differ only in where they keep theirs. */
export class ShardLearner {
  readonly #arena = new Arena();
  readonly #weights: Weights;
  #gradient: Gradient | undefined;

  /** Throws a RangeError for a shape that the kernels cannot run. */
  constructor(shape: ModelShape) {
    this.#weights = new Weights(shape, this.#arena);
  }

  gradient(parameters: Float32Array, examples: readonly Example[]): ShardGradient {
    this.#weights.load(parameters);
    this.#gradient ??= new Gradient(this.#weights);
    this.#gradient.clear();
    const logProbabilities = examples.flatMap(example => this.#arena.borrow(() => this.#learn(example)));
    return { gradient: this.#gradient.read(), logProbabilities };
  }

  logProbabilities(parameters: Float32Array, sequences: readonly ArrayLike<number>[]): Float32Array[] {
    this.#weights.load(parameters);
    return sequences.map(tokens =>
      this.#arena.borrow(() => {
        const found = new Float32Array(tokens.length);
        found.set(this.#read(forward(this.#weights, [strandOf(tokens)])), Math.min(1, tokens.length));
        return found;
      }),
    );
  }

  pairs(parameters: Float32Array, pairs: readonly TokenPair[]): PairLogProbabilities[] {
    this.#weights.load(parameters);
    return pairs.map(({ chosen, rejected }) => {
      const { strands, rows } = twoTexts(chosen, rejected);
      return this.#arena.borrow(() => this.#measure(forward(this.#weights, strands), rows));
    });
  }

  #learn(example: Example): number[] {
    if (example.kind === 'likelihood') return [this.#imitate(example.sequence, () => example.scale)];
    const { chosen, rejected, reference, beta, likelihood, scale } = example;
    const likelihoodOf = (total: number) => (total > 0 ? likelihood / total : 0);
    // Without a preference nothing descends on the rejected side, so it is best read by itself.
    if (beta === 0)
      return [this.#imitate(chosen, total => scale * likelihoodOf(total)), this.#imitate(rejected, () => 0)];
    const { strands, rows } = twoTexts(chosen, rejected);
    const activations = forward(this.#weights, strands);
    const policy = this.#measure(activations, rows);
    const { slope } = preferenceLoss(policy, reference, beta);
    this.#descend(activations, [
      { rows: rows[0], factor: scale * (likelihoodOf(totalWeight(rows[0])) - slope) },
      { rows: rows[1], factor: scale * slope },
    ]);
    return [policy.chosen, policy.rejected];
  }

  /** Adds the gradient of −factor × a text's log-probability, which it returns; the factor may depend on Σ weight. */
  #imitate(sequence: WeightedTokens, factorOf: (total: number) => number): number {
    const { strands, rows } = oneText(sequence);
    const activations = forward(this.#weights, strands);
    const sum = weightedSum(rows, this.#read(activations));
    this.#descend(activations, [{ rows, factor: factorOf(totalWeight(rows)) }]);
    return sum;
  }

  #measure(activations: Activations, [chosen, rejected]: readonly [WeightedRows, WeightedRows]): PairLogProbabilities {
    const found = this.#read(activations);
    return { chosen: weightedSum(chosen, found), rejected: weightedSum(rejected, found) };
  }

  /** Adds the gradient of Σ −factor × the log-probability of a text's rows. */
  #descend(activations: Activations, terms: readonly { rows: WeightedRows; factor: number }[]): void {
    if (terms.every(({ factor }) => factor === 0)) return;
    const rowWeights = new Float32Array(activations.passage.wanted);
    for (const { rows, factor } of terms)
      for (const [index, place] of rows.places.entries()) rowWeights[place]! += rows.weights[index]! * factor;
    this.#gradient!.add(activations, rowWeights);
  }

  #read({ passage, logProbabilities }: Activations): Float32Array {
    return this.#arena.floats(logProbabilities, passage.wanted);
  }
}

/** Computes in the calling thread, one shard after the other. */
export function inThisThread(shape: ModelShape): GradientWorkers {
  const learner = new ShardLearner(shape);
  return {
    gradients: async (parameters, shards) => shards.map(examples => learner.gradient(parameters, examples)),
    logProbabilities: async (parameters, sequences) => learner.logProbabilities(parameters, sequences),
    pairs: async (parameters, pairs) => learner.pairs(parameters, pairs),
  };
}
