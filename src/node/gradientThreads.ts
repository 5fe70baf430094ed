import {
  type Example,
  type GradientWorkers,
  inThisThread,
  type ShardGradient,
  ShardLearner,
  type TokenPair,
} from '../engine/learner/gradientWorkers.ts';
import { type ModelShape, parameterLayout } from '../engine/learner/model.ts';
import type { PairLogProbabilities } from '../engine/learner/preferenceLoss.ts';
import { type Port, serve } from '../protocol/rpc.ts';
import { startThread, type Thread } from './thread.ts';

/** What one thread answers. Parameters and gradients lie in shared memory: they are not copied on their way. */
type GradientService = {
  /** Writes the gradient to `into`; returns the log-probabilities. */
  gradient(params: {
    readonly parameters: Float32Array;
    readonly examples: readonly Example[];
    readonly into: Float32Array;
  }): Promise<readonly number[]>;
  logProbabilities(params: {
    readonly parameters: Float32Array;
    readonly sequences: readonly ArrayLike<number>[];
  }): Promise<readonly Float32Array[]>;
  pairs(params: {
    readonly parameters: Float32Array;
    readonly pairs: readonly TokenPair[];
  }): Promise<readonly PairLogProbabilities[]>;
};

/** Gradient workers that hold threads. */
export interface GradientThreads extends GradientWorkers {
  /** Ends the threads. */
  dispose(): Promise<void>;
}

/** The thread's side. */
export function serveGradients(shape: ModelShape, port: Port): void {
  const learner = new ShardLearner(shape);
  serve<GradientService>(port, {
    async gradient({ parameters, examples, into }) {
      const { gradient, logProbabilities } = learner.gradient(parameters, examples);
      into.set(gradient);
      return logProbabilities;
    },
    logProbabilities: async ({ parameters, sequences }) => learner.logProbabilities(parameters, sequences),
    pairs: async ({ parameters, pairs }) => learner.pairs(parameters, pairs),
  });
}

/**
 * Computes in `threads` worker threads, or in this one when that is 1; the answers have the same bits. The threads keep
 * the process alive only while they compute. Throws a RangeError for a shape that the kernels cannot run.
 */
export function gradientThreads(shape: ModelShape, threads: number): GradientThreads {
  const here = inThisThread(shape);
  if (threads <= 1) return { ...here, dispose: async () => {} };
  const pool = Array.from({ length: threads }, () => startThread<GradientService>('gradients', shape));
  const { length } = parameterLayout(shape);
  const free: SharedNumbers[] = [];
  const lent = async <T>(parameters: Float32Array, work: (numbers: SharedNumbers) => Promise<T>) => {
    const numbers = free.pop() ?? { parameters: shared(length), gradients: [] };
    numbers.parameters.set(parameters.subarray(0, length));
    // After a failure another thread may still be writing: that memory is given up.
    const answer = await work(parameters.length === length ? numbers : { ...numbers, parameters });
    free.push(numbers);
    return answer;
  };
  return {
    gradients: (given, shards) =>
      lent(given, ({ parameters, gradients }) => {
        while (gradients.length < shards.length) gradients.push(shared(length));
        const jobs = shards.map((examples, index) => ({ parameters, examples, into: gradients[index]! }));
        return shareOut(pool, jobs, async ({ api }, part) => {
          const answers: ShardGradient[] = [];
          for (const job of part) {
            const logProbabilities = await api.gradient(job);
            answers.push({ gradient: new Float32Array(job.into), logProbabilities });
          }
          return answers;
        });
      }),
    logProbabilities: (given, sequences) =>
      lent(given, ({ parameters }) =>
        shareOut(pool, sequences, ({ api }, part) => api.logProbabilities({ parameters, sequences: part })),
      ),
    pairs: (given, pairs) =>
      lent(given, ({ parameters }) => shareOut(pool, pairs, ({ api }, part) => api.pairs({ parameters, pairs: part }))),
    async dispose() {
      await Promise.all(pool.map(thread => thread.close()));
    },
  };
}

/** Memory that all threads see; lent to one call at a time. */
interface SharedNumbers {
  readonly parameters: Float32Array;
  /** One a shard. */
  readonly gradients: Float32Array[];
}

function shared(length: number): Float32Array {
  return new Float32Array(new SharedArrayBuffer(4 * length));
}

/** Deals items to the threads in turn and puts their answers back into the items' order. */
async function shareOut<T, R>(
  pool: readonly Thread<GradientService>[],
  items: readonly T[],
  compute: (thread: Thread<GradientService>, part: readonly T[]) => Promise<readonly R[]>,
): Promise<readonly R[]> {
  const answers = await Promise.all(
    pool.map((thread, turn) => {
      const part = items.filter((_, index) => index % pool.length === turn);
      return part.length > 0 ? thread.during(() => compute(thread, part)) : [];
    }),
  );
  return items.map((_, index) => answers[index % pool.length]![Math.floor(index / pool.length)]!);
}
