import assert from 'node:assert/strict';
import { test } from 'node:test';
import { positionText, rewardChange, stepLabel } from '../../../src/engine/trajectory/stepFacts.ts';
import { step } from '../episodes.ts';

const rewards = (...values: readonly (number | null)[]) => values.map(reward => step('look', undefined, { reward }));

test('a reward is told where it changes, and nothing before the first', () => {
  const steps = rewards(0, 0, 0.5, 0.5, null, 1 / 3);
  assert.deepEqual(
    steps.map((_, index) => rewardChange(steps, index)),
    [undefined, undefined, '0 → 0.5', undefined, '0.5 → none', 'none → 0.333'],
  );
  assert.equal(rewardChange(rewards(1), 0), '0 → 1');
  assert.equal(rewardChange(rewards(null), 0), undefined);
});

test('beside a step stands what its text does not count', () => {
  const steps = [step('look', undefined, { reward: 0.25, usage: { promptTokens: 9, completionTokens: 1 } })];
  assert.equal(stepLabel(steps, 0), 'step 1 · reward 0 → 0.25 · 1 token');
  assert.equal(stepLabel(rewards(0, 0), 1), 'step 2');
});

test('the position tells step, reward and how it ended', () => {
  const steps = rewards(0, 0.5);
  const at = (outcome?: Parameters<typeof positionText>[0]['outcome']) =>
    positionText({ step: 0, steps, ...(outcome && { outcome }) });
  assert.equal(at({ reward: 0.5, success: false, ending: 'step-limit' }), 'Step 1/2 · reward 0.5 · failed');
  assert.equal(at({ reward: 1, success: true, ending: 'success' }), 'Step 1/2 · reward 1 · success');
  assert.equal(at({ reward: null, success: false, ending: 'timeout' }), 'Step 1/2 · timeout');
  assert.equal(at(), 'Step 1/2 · reward 0.5 · running');
  assert.equal(positionText({ step: -1, steps: rewards(0) }), '1 step · reward 0 · running');
});
