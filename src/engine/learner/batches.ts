import { seeded, seedOf } from '../random.ts';

export interface BatchPlan {
  /** Number of examples. */
  readonly count: number;
  readonly epochs: number;
  /** Examples a step; the last batch of an epoch may be smaller. */
  readonly batch: number;
  readonly seed: number;
}

/** Optimiser steps of the whole plan. */
export function stepsOf({ count, epochs, batch }: BatchPlan): number {
  return epochs * Math.ceil(count / batch);
}

/** The examples of each step from step `from` on, as indices. Every epoch has an order of its own, drawn from the seed. */
export function* batches(plan: BatchPlan, from: number): Generator<readonly number[]> {
  const { count, batch, seed } = plan;
  const perEpoch = Math.ceil(count / batch);
  const all = Array.from({ length: count }, (_, index) => index);
  let order: readonly number[] = [];
  for (let step = from, steps = stepsOf(plan); step < steps; step++) {
    if (step === from || step % perEpoch === 0)
      order = seeded(seedOf(seed, 'epoch', Math.floor(step / perEpoch))).shuffled(all);
    const start = (step % perEpoch) * batch;
    yield order.slice(start, start + batch);
  }
}

/**
 * Deals items into `count` shards of nearly equal size, the largest first, each to the lightest shard so far. The
 * outcome depends on the items alone; so does the gradient, whoever computes the shards.
 */
export function shardsOf<T>(items: readonly T[], count: number, sizeOf: (item: T) => number): T[][] {
  const shards = Array.from({ length: count }, () => ({ size: 0, items: [] as T[] }));
  for (const item of items.toSorted((one, other) => sizeOf(other) - sizeOf(one))) {
    const lightest = shards.reduce((best, shard) => (shard.size < best.size ? shard : best));
    lightest.items.push(item);
    lightest.size += sizeOf(item);
  }
  return shards.map(shard => shard.items);
}
