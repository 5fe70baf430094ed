import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { discounted, turnWeights } from '../../../src/engine/training/turnWeights.ts';

function near(found: readonly number[], expected: readonly number[], tolerance = 1e-12): void {
  assert.equal(found.length, expected.length);
  for (const [index, value] of expected.entries())
    assert.ok(Math.abs(found[index]! - value) <= tolerance, `${found.join(' ')} instead of ${expected.join(' ')}`);
}

test('turns weigh what DMPO says, by hand', () => {
  // γ = 0.7, T = 3: 1 − γ³ = 0.657; turn 1: 0.7 × (1 − 0.49) = 0.357; turn 2: 0.49 × (1 − 0.7) = 0.147.
  near(turnWeights(3, 0.7), [1, 0.357 / 0.657, 0.147 / 0.657]);
  near(turnWeights(2, 0.5), [1, 1 / 3]);
  near(turnWeights(4, 1), [1, 0.75, 0.5, 0.25]);
  near(turnWeights(3, 0), [1, 0, 0]);
  near(turnWeights(1, 0.7), [1]);
  near(turnWeights(0, 0.7), []);
});

const turns = fc.integer({ min: 1, max: 60 });
const discount = fc.double({ min: 0.01, max: 0.99, noNaN: true });

test('a turn weighs what is left of the normalised discounts from it on', () => {
  fc.assert(
    fc.property(turns, discount, (count, gamma) => {
      const all = Array.from({ length: count }, (_, turn) => gamma ** turn);
      const total = all.reduce((sum, value) => sum + value, 0);
      const left = all.map((_, turn) => all.slice(turn).reduce((sum, value) => sum + value, 0) / total);
      near(turnWeights(count, gamma), left, 1e-9);
    }),
  );
});

test('the first turn weighs 1, and each weighs less than the one before, down to γ = 1', () => {
  fc.assert(
    fc.property(turns, fc.oneof(discount, fc.constant(1)), (count, gamma) => {
      const weights = turnWeights(count, gamma);
      assert.equal(weights[0], 1);
      for (let turn = 1; turn < count; turn++) assert.ok(weights[turn]! < weights[turn - 1]! && weights[turn]! >= 0);
    }),
  );
  near(turnWeights(7, 1 - 1e-6), turnWeights(7, 1), 1e-5);
});

test('only tokens that carry loss are weighed, from the first turn of the pair on', () => {
  const sequence = {
    tokens: Int32Array.from([1, 2, 3, 4, 5, 6, 7]),
    weights: Float32Array.from([0, 0, 0, 1, 1, 0, 1]),
    turns: [
      { start: 1, end: 2 },
      { start: 3, end: 5 },
      { start: 6, end: 7 },
    ],
    unknown: 0,
  };
  near([...discounted(sequence, 1, 0.5).weights], [0, 0, 0, 1, 1, 0, Math.fround(1 / 3)]);
  assert.deepEqual([...sequence.weights], [0, 0, 0, 1, 1, 0, 1]);
});
