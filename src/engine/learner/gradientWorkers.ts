import { Arena } from './arena.ts';
import { Gradient } from './backward.ts';
import { type Activations, forward } from './forward.ts';
import type { ModelShape } from './model.ts';
import { type PairLogProbabilities, preferenceLoss } from './preferenceLoss.ts';
import { Weights } from './weights.ts';

/** Tokens to learn from. `weights[i]` is what predicting `tokens[i]` weighs; the first is never predicted. */
export interface WeightedTokens {
  readonly tokens: ArrayLike<number>;
  readonly weights: ArrayLike<number>;
}

/** One term of a loss. */
export type Example =
  | {
      /** scale × Σ −weight × log-probability. */
      readonly kind: 'likelihood';
      readonly sequence: WeightedTokens;
      readonly scale: number;
    }
  | {
      /** scale × (DPO's loss + likelihood × the chosen side's −Σ weight × log-probability / Σ weight). */
      readonly kind: 'preference';
      readonly chosen: WeightedTokens;
      readonly rejected: WeightedTokens;
      readonly reference: PairLogProbabilities;
      readonly beta: number;
      readonly likelihood: number;
      readonly scale: number;
    };

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
        found.set(this.#read(forward(this.#weights, tokens)), Math.min(1, tokens.length));
        return found;
      }),
    );
  }

  #learn(example: Example): number[] {
    if (example.kind === 'likelihood') {
      const side = this.#side(example.sequence);
      this.#descend(side, example.scale);
      return [side.logProbability];
    }
    const chosen = this.#side(example.chosen);
    const rejected = this.#side(example.rejected);
    const policy = { chosen: chosen.logProbability, rejected: rejected.logProbability };
    const { slope } = preferenceLoss(policy, example.reference, example.beta);
    const likelihood = chosen.total > 0 ? example.likelihood / chosen.total : 0;
    this.#descend(chosen, example.scale * (likelihood - slope));
    this.#descend(rejected, example.scale * slope);
    return [chosen.logProbability, rejected.logProbability];
  }

  #side({ tokens, weights }: WeightedTokens): Side {
    if (tokens.length !== weights.length)
      throw new RangeError(`A sequence has ${tokens.length} tokens but ${weights.length} loss weights.`);
    const wanted = Array.from(weights).flatMap((weight, index) => (weight !== 0 && index > 0 ? [index - 1] : []));
    const activations = forward(this.#weights, tokens, wanted);
    const rowWeights = Float32Array.from(wanted, row => weights[row + 1]!);
    const found = this.#read(activations);
    return {
      activations,
      rowWeights,
      logProbability: weightedSum(found, rowWeights),
      total: rowWeights.reduce((sum, weight) => sum + weight, 0),
    };
  }

  /** Adds the gradient of −factor × the side's log-probability. */
  #descend({ activations, rowWeights }: Side, factor: number): void {
    if (factor !== 0)
      this.#gradient!.add(
        activations,
        rowWeights.map(weight => weight * factor),
      );
  }

  #read({ wanted, logProbabilities }: Activations): Float32Array {
    return this.#arena.floats(logProbabilities, wanted);
  }
}

interface Side {
  readonly activations: Activations;
  readonly rowWeights: Float32Array;
  readonly logProbability: number;
  /** Σ weight. */
  readonly total: number;
}

/** Σ weight × log-probability, in order, with weights as the trainer rounds them: to float32. */
export function weightedSum(logProbabilities: Float32Array, weights: ArrayLike<number>): number {
  return logProbabilities.reduce((sum, value, index) => sum + value * Math.fround(weights[index]!), 0);
}

/** Computes in the calling thread, one shard after the other. */
export function inThisThread(shape: ModelShape): GradientWorkers {
  const learner = new ShardLearner(shape);
  return {
    gradients: async (parameters, shards) => shards.map(examples => learner.gradient(parameters, examples)),
    logProbabilities: async (parameters, sequences) => learner.logProbabilities(parameters, sequences),
  };
}
