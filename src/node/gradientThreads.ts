import {
  type Example,
  type GradientWorkers,
  inThisThread,
  type ShardGradient,
  ShardLearner,
  type TokenPair,
} from '../engine/learner/gradientWorkers.ts';
import type { ModelShape } from '../engine/learner/model.ts';
import type { PairLogProbabilities } from '../engine/learner/preferenceLoss.ts';
import { type Port, serve } from '../protocol/rpc.ts';
import { startThread, type Thread } from './thread.ts';

/** What one thread answers. */
type GradientService = {
  gradient(params: {
    readonly parameters: Float32Array;
    readonly examples: readonly Example[];
  }): Promise<ShardGradient>;
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
    gradient: async ({ parameters, examples }) => learner.gradient(parameters, examples),
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
  return {
    gradients: (parameters, shards) =>
      shareOut(pool, shards, async ({ api }, part) => {
        const answers: ShardGradient[] = [];
        for (const examples of part) answers.push(await api.gradient({ parameters, examples }));
        return answers;
      }),
    logProbabilities: (parameters, sequences) =>
      shareOut(pool, sequences, ({ api }, part) => api.logProbabilities({ parameters, sequences: part })),
    pairs: (parameters, pairs) => shareOut(pool, pairs, ({ api }, part) => api.pairs({ parameters, pairs: part })),
    async dispose() {
      await Promise.all(pool.map(thread => thread.close()));
    },
  };
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
