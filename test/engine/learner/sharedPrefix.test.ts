import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import {
  type Example,
  ShardLearner,
  type TokenPair,
  type WeightedTokens,
} from '../../../src/engine/learner/gradientWorkers.ts';
import { initialise, type ModelShape } from '../../../src/engine/learner/model.ts';
import { preferenceLoss } from '../../../src/engine/learner/preferenceLoss.ts';
import { type Random, seeded } from '../../../src/engine/random.ts';
import { jaxModel } from './jaxModel.ts';

const shape: ModelShape = { vocabulary: 24, width: 32, layers: 3, hidden: 40, slopes: [0.5, 0.125, 0.03, 0] };
const learner = new ShardLearner(shape);

/** Parameters off their starting values, so that no tensor is 0 or 1 everywhere. */
const parameters = initialise(shape, seeded(3)).map((value, index) => value + 0.2 * Math.sin(index));

interface PairSizes {
  readonly seed: number;
  /** Tokens that both sides begin with. */
  readonly common: number;
  readonly chosen: number;
  readonly rejected: number;
  /** Tokens at the start that carry no loss. */
  readonly silent: number;
}

const sizes: fc.Arbitrary<PairSizes> = fc.record({
  seed: fc.nat(),
  common: fc.integer({ min: 0, max: 30 }),
  chosen: fc.integer({ min: 0, max: 25 }),
  rejected: fc.integer({ min: 0, max: 25 }),
  silent: fc.integer({ min: 0, max: 60 }),
});

function pairOf({ seed, common, chosen, rejected, silent }: PairSizes): TokenPair {
  const random = seeded(seed);
  const start = tokensOf(random, common);
  const side = (length: number) => weighted([...start, ...tokensOf(random, length)], random, silent);
  return { chosen: side(chosen), rejected: side(rejected) };
}

function tokensOf(random: Random, length: number): number[] {
  return Array.from({ length }, () => random.below(shape.vocabulary));
}

function weighted(tokens: readonly number[], random: Random, silent: number): WeightedTokens {
  return { tokens, weights: tokens.map((_, index) => (index < silent || index % 9 > 5 ? 0 : 0.25 + random.uniform())) };
}

function alone(sequence: WeightedTokens, scale = 1): Example {
  return { kind: 'likelihood', sequence, scale };
}

function norm(values: Float32Array): number {
  return Math.sqrt(values.reduce((sum, value) => sum + value * value, 0));
}

const reference = { chosen: -30, rejected: -35 };

/** What the gradient of a pair weighs the two sides' negative log-likelihoods with. */
function factors({ chosen }: TokenPair, sums: readonly number[], [beta, likelihood]: readonly [number, number]) {
  const { slope } = preferenceLoss({ chosen: sums[0]!, rejected: sums[1]! }, reference, beta);
  const total = Array.from(chosen.weights)
    .slice(1)
    .reduce((sum, weight) => sum + Math.fround(weight), 0);
  return [(total > 0 ? likelihood / total : 0) - slope, slope] as const;
}

test('sides that begin alike have the log-probabilities of either text alone, to the bit', () => {
  fc.assert(
    fc.property(sizes, size => {
      const pair = pairOf(size);
      const [found] = learner.pairs(parameters, [pair]);
      const expected = learner.gradient(parameters, [alone(pair.chosen), alone(pair.rejected)]).logProbabilities;
      assert.deepEqual([found!.chosen, found!.rejected], expected);
    }),
    { numRuns: 60 },
  );
});

test('the gradient of sides that begin alike is the sum of the gradients of either text alone', () => {
  fc.assert(
    fc.property(sizes, fc.constantFrom([0.3, 20] as const, [0.1, 0] as const, [0, 5] as const), (size, setting) => {
      const pair = pairOf(size);
      const [beta, likelihood] = setting;
      const found = learner.gradient(parameters, [
        { kind: 'preference', ...pair, reference, beta, likelihood, scale: 1 },
      ]);
      const [chosen, rejected] = factors(pair, found.logProbabilities, setting);
      const apart = learner.gradient(parameters, [alone(pair.chosen, chosen), alone(pair.rejected, rejected)]);
      assert.deepEqual(found.logProbabilities, apart.logProbabilities);
      // Where the sides are nearly the same their terms cancel, so the scale is that of the terms.
      const scale =
        norm(learner.gradient(parameters, [alone(pair.chosen, chosen)]).gradient) +
        norm(learner.gradient(parameters, [alone(pair.rejected, rejected)]).gradient);
      const difference = norm(found.gradient.map((value, index) => value - apart.gradient[index]!));
      assert.ok(difference <= 3e-6 * scale, `gradients differ by ${difference / scale} of their norms`);
    }),
    { numRuns: 60 },
  );
});

test('the gradient of sides that begin alike agrees with an independent automatic differentiation', async () => {
  const pair = pairOf({ seed: 9, common: 21, chosen: 17, rejected: 12, silent: 9 });
  const setting = [0.3, 4] as const;
  const { gradient, logProbabilities } = learner.gradient(parameters, [
    { kind: 'preference', ...pair, reference, beta: setting[0], likelihood: setting[1], scale: 1 },
  ]);
  const [chosen, rejected] = factors(pair, logProbabilities, setting);
  const scaled = ({ tokens, weights }: WeightedTokens, factor: number) => ({
    tokens,
    weights: Array.from(weights, weight => weight * factor),
  });
  const model = await jaxModel(shape, 2, 40);
  const [, expected] = await model.lossAndGradient(parameters, [
    scaled(pair.chosen, chosen),
    scaled(pair.rejected, rejected),
  ]);
  const difference = norm(expected.map((value, index) => value - gradient[index]!));
  // Either text alone differs as much from it: two roundings of float32.
  assert.ok(difference < 4e-5 * norm(expected), `gradients differ by ${difference / norm(expected)} of their norm`);
});
