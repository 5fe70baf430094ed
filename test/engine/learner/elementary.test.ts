import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { cosineOfTurn, exp, log } from '../../../src/engine/learner/kernels/elementary.ts';

const ulp = 2 ** -52;

function near(found: number, expected: number, units: number): void {
  assert.ok(Math.abs(found - expected) <= units * ulp * Math.abs(expected), `${found} against ${expected}`);
}

test('exp agrees with the host within a few units in the last place', () => {
  fc.assert(fc.property(fc.double({ min: -700, max: 700, noNaN: true }), x => near(exp(x), Math.exp(x), 4)));
  assert.deepEqual([exp(0), exp(-1000), exp(1000), exp(Number.NaN)], [1, 0, Infinity, Number.NaN]);
});

test('log agrees with the host within a few units in the last place', () => {
  fc.assert(
    fc.property(fc.double({ min: 1e-300, max: 1e300, noNaN: true }), x => {
      const expected = Math.log(x);
      assert.ok(Math.abs(log(x) - expected) <= 4 * ulp * Math.max(Math.abs(expected), 0.01), `log ${x}`);
    }),
  );
  assert.deepEqual([log(1), log(0), log(-1), log(Infinity)], [0, Number.NaN, Number.NaN, Number.NaN]);
});

test('the cosine of half a turn falls from 1 to −1', () => {
  fc.assert(
    fc.property(fc.double({ min: 0, max: 1, noNaN: true }), t => {
      assert.ok(Math.abs(cosineOfTurn(t) - Math.cos(Math.PI * t)) < 1e-15);
    }),
  );
  assert.deepEqual([cosineOfTurn(0), cosineOfTurn(1)], [1, -1]);
});
