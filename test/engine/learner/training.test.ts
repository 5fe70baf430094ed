import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type DpoMetrics, dpo } from '../../../src/engine/learner/dpo.ts';
import {
  type GradientWorkers,
  inThisThread,
  type TokenPair,
  type WeightedTokens,
} from '../../../src/engine/learner/gradientWorkers.ts';
import { initialise, type ModelShape } from '../../../src/engine/learner/model.ts';
import type { TrainingOptions } from '../../../src/engine/learner/optimise.ts';
import { type SftMetrics, sft } from '../../../src/engine/learner/sft.ts';
import { freshState, readState, type TrainerState, writeState } from '../../../src/engine/learner/trainerState.ts';
import { seeded } from '../../../src/engine/random.ts';

const shape: ModelShape = { vocabulary: 16, width: 16, layers: 2, hidden: 32, slopes: [0.5, 0] };
const random = seeded(11);
const sequences: readonly WeightedTokens[] = Array.from({ length: 7 }, () => {
  const tokens = Array.from({ length: 12 + random.below(20) }, () => random.below(16));
  return { tokens, weights: tokens.map((_, index) => (index >= 3 ? 1 : 0)) };
});
const pairs: readonly TokenPair[] = [0, 1, 2, 3, 4].map(index => ({
  chosen: sequences[index]!,
  rejected: sequences[index + 2]!,
}));

function options(state: TrainerState, changes: Partial<TrainingOptions> = {}): TrainingOptions {
  return {
    workers: inThisThread(shape),
    state,
    epochs: 2,
    batch: 3,
    learningRate: 5e-3,
    schedule: { kind: 'cosine', warmUp: 2 },
    seed: 1,
    ...changes,
  };
}

async function collect<T>(source: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = [];
  for await (const value of source) all.push(value);
  return all;
}

function fresh(): TrainerState {
  return freshState(initialise(shape, seeded(2)));
}

test('a tiny model learns a tiny corpus by heart', async () => {
  const state = fresh();
  const metrics = await collect(sft({ ...options(state, { epochs: 60 }), sequences }));
  assert.equal(metrics.length, 180);
  assert.ok(metrics[0]!.loss > 2.5 && metrics.at(-1)!.loss < 0.2, `ended at ${metrics.at(-1)!.loss}`);
  assert.equal(state.step, 180);
});

test('the first loss is the mean over the weighted tokens, and the last batch may be smaller', async () => {
  const state = fresh();
  const found = await inThisThread(shape).logProbabilities(
    state.parameters,
    sequences.map(sequence => sequence.tokens),
  );
  const sums = sequences.map(({ weights }, index) => found[index]!.reduce((sum, x, at) => sum - x * weights[at]!, 0));
  const total = sequences.reduce((sum, { tokens }) => sum + tokens.length - 3, 0);
  const [metrics] = await collect(sft({ ...options(state, { epochs: 1, batch: 100 }), sequences }));
  assert.ok(Math.abs(metrics!.loss - sums.reduce((sum, x) => sum + x, 0) / total) < 1e-9);
  assert.equal(
    metrics!.tokens,
    sequences.reduce((sum, { tokens }) => sum + tokens.length, 0),
  );
  const steps = await collect(sft({ ...options(fresh(), { epochs: 1 }), sequences }));
  assert.deepEqual(
    steps.map(({ step, steps: of }) => [step, of]),
    [
      [1, 3],
      [2, 3],
      [3, 3],
    ],
  );
});

test('tokens without weight, and those after the last weight, change nothing', async () => {
  const [first] = sequences as [WeightedTokens];
  const longer = { tokens: [...Array.from(first.tokens), 1, 2, 3], weights: [...Array.from(first.weights), 0, 0, 0] };
  const [one, other] = [fresh(), fresh()];
  await collect(sft({ ...options(one), sequences: [first] }));
  await collect(sft({ ...options(other), sequences: [longer] }));
  const apart = Math.max(...one.parameters.map((value, index) => Math.abs(value - other.parameters[index]!)));
  assert.ok(apart < 1e-4, `parameters differ by ${apart}`);
  const unweighted = { tokens: first.tokens, weights: Array.from(first.tokens, () => 0) };
  const still = fresh();
  const metrics = await collect(sft({ ...options(still), sequences: [unweighted] }));
  assert.deepEqual(still.parameters, fresh().parameters);
  assert.deepEqual([metrics[0]!.loss, metrics[0]!.gradientNorm], [0, 0]);
});

test('cloning and DPO give the same bits again, and others with another seed', async () => {
  const run = async (seed: number) => {
    const state = fresh();
    const cloning = await collect(sft({ ...options(state, { seed }), sequences }));
    const next = freshState(state.parameters);
    const preferring = await collect(dpo({ ...options(next, { seed }), pairs, beta: 0.3, likelihood: 2 }));
    return { bytes: writeState(next), metrics: [...cloning, ...preferring] };
  };
  const [once, again, other] = [await run(1), await run(1), await run(2)];
  assert.deepEqual(once, again);
  assert.notDeepEqual(once.bytes, other.bytes);
});

test('workers may answer in any order: shards alone decide the bits', async () => {
  const inner = inThisThread(shape);
  const backwards: GradientWorkers = {
    ...inner,
    async gradients(parameters, shards) {
      return (await inner.gradients(parameters, shards.toReversed())).toReversed();
    },
  };
  const [one, other, single] = [fresh(), fresh(), fresh()];
  await collect(sft({ ...options(one), sequences }));
  await collect(sft({ ...options(other, { workers: backwards }), sequences }));
  await collect(sft({ ...options(single, { shards: 1 }), sequences }));
  assert.deepEqual(one, other);
  assert.notDeepEqual(one, single);
});

test('a run that is cut off resumes from its bytes to the same bits', async () => {
  const whole = fresh();
  const expected = await collect(sft({ ...options(whole), sequences }));
  for (const cut of [1, 3, 4]) {
    const state = fresh();
    const found: SftMetrics[] = [];
    for await (const metrics of sft({ ...options(state), sequences })) {
      found.push(metrics);
      if (metrics.step === cut) break;
    }
    const resumed = readState(writeState(state))!;
    for await (const metrics of sft({ ...options(resumed), sequences })) found.push(metrics);
    assert.deepEqual(found, expected);
    assert.deepEqual(resumed, whole);
  }
});

test('DPO resumes to the same bits from its state and its reference', async () => {
  const whole = fresh();
  const told = { pairs, beta: 0.2, likelihood: 1, reference: fresh().parameters };
  const expected = await collect(dpo({ ...options(whole), ...told }));
  const state = fresh();
  const found: DpoMetrics[] = [];
  for await (const metrics of dpo({ ...options(state), pairs, beta: 0.2, likelihood: 1 })) {
    found.push(metrics);
    if (metrics.step === 2) break;
  }
  const resumed = readState(writeState(state))!;
  for await (const metrics of dpo({ ...options(resumed), ...told })) found.push(metrics);
  assert.deepEqual(found, expected);
  assert.deepEqual(resumed, whole);
  await assert.rejects(collect(dpo({ ...options(resumed), pairs, beta: 0.2 })), /reference policy/);
});

test('DPO starts at log 2 and widens the margin of every pair', async () => {
  const metrics = await collect(dpo({ ...options(fresh(), { epochs: 20 }), pairs, beta: 0.1 }));
  const [first, last] = [metrics[0]!, metrics.at(-1)!];
  assert.deepEqual([first.loss, first.margin, first.accuracy], [Math.LN2, 0, 0]);
  assert.ok(last.margin > 1 && last.loss < 0.3 && last.accuracy === 1, `margin ${last.margin}, loss ${last.loss}`);
  assert.ok(Math.abs(last.margin - (last.chosenReward - last.rejectedReward)) < 1e-9);
});

test('β = 0 is cloning of the chosen side', async () => {
  const control = fresh();
  const metrics = await collect(dpo({ ...options(control), pairs, beta: 0, likelihood: 4 }));
  assert.ok(metrics.every(({ loss, margin }) => loss === Math.LN2 && Math.abs(margin) === 0));
  assert.ok(metrics.at(-1)!.nll < metrics[0]!.nll);
  const still = fresh();
  await collect(dpo({ ...options(still), pairs, beta: 0 }));
  assert.deepEqual(still.parameters, fresh().parameters);
});

test('an abort ends training before the next step, with a whole state', async () => {
  const controller = new AbortController();
  const state = fresh();
  const run = async () => {
    for await (const { step } of sft({ ...options(state, { signal: controller.signal }), sequences }))
      if (step === 2) controller.abort(new Error('stopped by the test'));
  };
  await assert.rejects(run(), /stopped by the test/);
  assert.equal(state.step, 2);
});

test('a learning rate that is far too high is named as the cause', async () => {
  const state = fresh();
  const run = collect(sft({ ...options(state, { learningRate: 1e30, epochs: 5 }), sequences }));
  await assert.rejects(run, /Training diverged at step \d+.*Lower the learning rate/);
});

test('bytes that are not a whole state are not read', () => {
  const bytes = writeState(fresh());
  assert.equal(readState(bytes.subarray(0, -1)), undefined);
  assert.equal(readState(bytes.subarray(0, 3)), undefined);
  assert.equal(readState(new Uint8Array(bytes.length)), undefined);
  assert.deepEqual(readState(bytes), fresh());
});
