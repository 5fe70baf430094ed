import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { preferenceLoss } from '../../../src/engine/learner/preferenceLoss.ts';

const sum = fc.double({ min: -400, max: 0, noNaN: true });
const side = fc.record({ chosen: sum, rejected: sum });

test('the loss is −log σ(β × Δ) and its slope is −β × σ(−β × Δ)', () => {
  fc.assert(
    fc.property(side, side, fc.double({ min: 0, max: 1, noNaN: true }), (policy, reference, beta) => {
      const found = preferenceLoss(policy, reference, beta);
      const margin = beta * (policy.chosen - reference.chosen) - beta * (policy.rejected - reference.rejected);
      assert.equal(found.margin, margin);
      assert.equal(found.margin, found.chosenReward - found.rejectedReward);
      const expected = margin > 0 ? Math.log1p(Math.exp(-margin)) : Math.log1p(Math.exp(margin)) - margin;
      assert.ok(Math.abs(found.loss - expected) <= 1e-12 * Math.max(1, expected));
      assert.ok(Math.abs(found.slope + beta / (1 + Math.exp(margin))) <= 1e-12);
    }),
  );
});

test('with β = 0 the loss is log 2 and nothing pulls', () => {
  fc.assert(
    fc.property(side, side, (policy, reference) => {
      const { loss, slope } = preferenceLoss(policy, reference, 0);
      assert.equal(loss, Math.LN2);
      assert.equal(Math.abs(slope), 0);
    }),
  );
});
