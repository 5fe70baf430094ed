import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { type Example, inThisThread } from '../../src/engine/learner/gradientWorkers.ts';
import { gradientThreads } from '../../src/node/gradientThreads.ts';
import { randomTokens, untrained } from '../engine/learner/models.ts';

const { shape, parameters } = untrained();
const threads = gradientThreads(shape, 2);
after(() => threads.dispose());

function likelihood(seed: number): Example {
  const tokens = Int32Array.from(randomTokens(10 + 7 * seed, seed));
  return { kind: 'likelihood', sequence: { tokens, weights: new Float32Array(tokens.length).fill(1) }, scale: 0.5 };
}

function preference(seed: number): Example {
  const sides = [likelihood(seed), likelihood(seed + 1)].map(side =>
    side.kind === 'likelihood' ? side.sequence : undefined,
  );
  const reference = { chosen: -30, rejected: -20 };
  return { kind: 'preference', chosen: sides[0]!, rejected: sides[1]!, reference, beta: 0.3, likelihood: 20, scale: 1 };
}

for (const count of [1, 2, 5])
  test(`${count} shards give the same bits in two threads as in one`, async () => {
    const shards = Array.from({ length: count }, (_, index) => [likelihood(index), preference(index + 3)]);
    const expected = await inThisThread(shape).gradients(parameters, shards);
    assert.deepEqual(await threads.gradients(parameters, shards), expected);
  });

test('log-probabilities come back in the order of the sequences', async () => {
  const sequences = Array.from({ length: 7 }, (_, index) => randomTokens(5 + index, index));
  const expected = await inThisThread(shape).logProbabilities(parameters, sequences);
  assert.deepEqual(await threads.logProbabilities(parameters, sequences), expected);
  assert.deepEqual(await threads.logProbabilities(parameters, []), []);
});

test('pairs come back in their order', async () => {
  const pairs = [1, 2, 3, 4, 5].map(preference).flatMap(example => (example.kind === 'preference' ? [example] : []));
  const expected = await inThisThread(shape).pairs(parameters, pairs);
  assert.deepEqual(await threads.pairs(parameters, pairs), expected);
});

test('an error in a thread reaches the caller, and the threads go on', async () => {
  await assert.rejects(threads.logProbabilities(parameters, [[1, 2, 9999]]), /Token 2 is 9999/);
  assert.equal((await threads.logProbabilities(parameters, [[1, 2, 3]]))[0]!.length, 3);
});

test('after the end every call is rejected', async () => {
  const ended = gradientThreads(shape, 2);
  const waiting = ended.logProbabilities(parameters, [[1, 2, 3]]);
  waiting.catch(() => {});
  await ended.dispose();
  await assert.rejects(waiting, /worker thread \(gradients\) ended/);
  await assert.rejects(ended.logProbabilities(parameters, [[1, 2, 3]]), /ended/);
});
