import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Example, ShardLearner, type WeightedTokens } from '../../../src/engine/learner/gradientWorkers.ts';
import { initialise, type ModelShape, parameterLayout } from '../../../src/engine/learner/model.ts';
import { preferenceLoss } from '../../../src/engine/learner/preferenceLoss.ts';
import { type Random, seeded } from '../../../src/engine/random.ts';
import { jaxModel } from './jaxModel.ts';
import { referenceLogProbabilities } from './referenceModel.ts';

const shapes: readonly ModelShape[] = [
  { vocabulary: 16, width: 16, layers: 2, hidden: 24, slopes: [0.5, 0] },
  { vocabulary: 24, width: 24, layers: 1, hidden: 8, slopes: [0.3, 0.1, 0] },
  { vocabulary: 8, width: 16, layers: 3, hidden: 16, slopes: [0.05] },
];

/** Parameters off their starting values, so that no tensor is 0 or 1 everywhere. */
function stirred(shape: ModelShape, random: Random): Float32Array {
  return initialise(shape, random).map(value => value + 0.4 * (random.uniform() - 0.5));
}

/** Runs of weighted tokens between runs without weight, as agent and observation alternate. */
function sequence(shape: ModelShape, random: Random, length: number): WeightedTokens {
  const tokens = Array.from({ length }, () => random.below(shape.vocabulary));
  const weights = tokens.map((_, index) => (index % 11 < 6 ? 0.25 + Math.fround(random.uniform()) : 0));
  return { tokens, weights };
}

function referenceSum(shape: ModelShape, parameters: ArrayLike<number>, { tokens, weights }: WeightedTokens): number {
  const found = referenceLogProbabilities(shape, parameters, Array.from(tokens));
  return found.reduce((sum, value, row) => sum + value * weights[row + 1]!, 0);
}

/** Compares a gradient with central differences of a float64 loss, at some parameters of every tensor. */
function checkAgainstDifferences(
  shape: ModelShape,
  parameters: Float32Array,
  gradient: Float32Array,
  loss: (parameters: Float64Array) => number,
): void {
  const random = seeded(99);
  const step = 1e-5;
  for (const { name, offset, rows, columns } of parameterLayout(shape).tensors)
    for (let sample = 0; sample < 8; sample++) {
      const index = offset + random.below(rows * columns);
      const at = (change: number) => {
        const moved = Float64Array.from(parameters);
        moved[index]! += change;
        return loss(moved);
      };
      const expected = (at(step) - at(-step)) / (2 * step);
      const difference = Math.abs(gradient[index]! - expected);
      assert.ok(difference < 1e-5 + 1e-4 * Math.abs(expected), `${name}[${index - offset}]: off by ${difference}`);
    }
}

test('the gradient of a likelihood is the slope of the float64 model, for every tensor', () => {
  for (const shape of shapes) {
    const random = seeded(5);
    const parameters = stirred(shape, random);
    const examples: Example[] = [39, 2].map(length => ({
      kind: 'likelihood',
      sequence: sequence(shape, random, length),
      scale: 0.02,
    }));
    const { gradient } = new ShardLearner(shape).gradient(parameters, examples);
    checkAgainstDifferences(shape, parameters, gradient, moved =>
      examples.reduce(
        (sum, example) =>
          example.kind === 'likelihood' ? sum - example.scale * referenceSum(shape, moved, example.sequence) : sum,
        0,
      ),
    );
  }
});

test('the gradient of a preference is the slope of Eq. 11 plus the likelihood term', () => {
  const shape = shapes[0]!;
  const random = seeded(6);
  const parameters = stirred(shape, random);
  const chosen = sequence(shape, random, 25);
  const other = sequence(shape, random, 31);
  const rejected = {
    ...other,
    tokens: [...Array.from(chosen.tokens).slice(0, 14), ...Array.from(other.tokens).slice(14)],
  };
  const reference = {
    chosen: referenceSum(shape, parameters, chosen) + 1,
    rejected: referenceSum(shape, parameters, rejected) - 2,
  };
  const total = Array.from(chosen.weights)
    .slice(1)
    .reduce((sum, weight) => sum + weight, 0);
  for (const { beta, likelihood } of [
    { beta: 0.3, likelihood: 0 },
    { beta: 0.1, likelihood: 5 },
    { beta: 0, likelihood: 2 },
  ]) {
    const example: Example = { kind: 'preference', chosen, rejected, reference, beta, likelihood, scale: 0.5 };
    const { gradient } = new ShardLearner(shape).gradient(parameters, [example]);
    checkAgainstDifferences(shape, parameters, gradient, moved => {
      const policy = {
        chosen: referenceSum(shape, moved, chosen),
        rejected: referenceSum(shape, moved, rejected),
      };
      return 0.5 * (preferenceLoss(policy, reference, beta).loss - (likelihood * policy.chosen) / total);
    });
  }
});

test('loss and gradient agree with an independent automatic differentiation', async () => {
  const shape: ModelShape = { vocabulary: 24, width: 32, layers: 2, hidden: 40, slopes: [0.5, 0.125, 0.03, 0] };
  const random = seeded(7);
  const parameters = stirred(shape, random);
  const batch = [30, 37, 12].map(length => sequence(shape, random, length));
  const model = await jaxModel(shape, batch.length, 40);
  const [loss, expected] = await model.lossAndGradient(parameters, batch);
  const { gradient, logProbabilities } = new ShardLearner(shape).gradient(
    parameters,
    batch.map(tokens => ({ kind: 'likelihood', sequence: tokens, scale: 1 })),
  );
  const sum = logProbabilities.reduce((total, value) => total - value, 0);
  assert.ok(Math.abs(sum - loss) < 1e-4 * loss, `loss ${sum} against ${loss}`);
  const norm = Math.hypot(...expected);
  const difference = Math.hypot(...expected.map((value, index) => value - gradient[index]!));
  assert.ok(difference < 1e-5 * norm, `gradients differ by ${difference / norm} of their norm`);
});

test('log-probabilities are those of the float64 model, also over long sequences', () => {
  const shape = shapes[0]!;
  const random = seeded(8);
  const parameters = stirred(shape, random);
  const sequences = [1, 2, 150].map(length => Array.from({ length }, () => random.below(shape.vocabulary)));
  const found = new ShardLearner(shape).logProbabilities(parameters, sequences);
  for (const [index, tokens] of sequences.entries()) {
    const expected = [0, ...referenceLogProbabilities(shape, parameters, tokens)];
    assert.equal(found[index]!.length, tokens.length);
    for (const [at, value] of found[index]!.entries())
      assert.ok(Math.abs(value - expected[at]!) < 1e-4, `token ${at} of ${tokens.length}`);
  }
});

test('a token outside the vocabulary and weights of another length are refused', () => {
  const shape = shapes[0]!;
  const learner = new ShardLearner(shape);
  const parameters = initialise(shape, seeded(1));
  assert.throws(() => learner.logProbabilities(parameters, [[1, 16]]), /Token 1 is 16, outside the vocabulary of 16/);
  assert.throws(
    () => learner.gradient(parameters, [{ kind: 'likelihood', sequence: { tokens: [1, 2], weights: [1] }, scale: 1 }]),
    /2 tokens but 1 loss weights/,
  );
  assert.throws(() => learner.logProbabilities(new Float32Array(3), [[1, 2]]), /but 3 were given/);
});
