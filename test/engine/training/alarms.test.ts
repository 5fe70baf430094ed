import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { type Alarm, alarmsOf, type Judged } from '../../../src/engine/training/alarms.ts';
import type { GrowingCurve } from '../../../src/engine/training/curve.ts';
import { curve, noise, soundDpo } from './curves.ts';

const dpo = { kind: 'preference', epochs: 2, batch: 16, clip: 1, beta: 0.1 } as const;

/** Log 2 as trainers log it. */
const rounded = Math.round(Math.LN2 * 1e4) / 1e4;

function kinds(made: GrowingCurve, more: Partial<Judged> = {}): readonly Alarm['kind'][] {
  return alarmsOf({ curve: made, facts: dpo, epochSteps: made.steps.length / 2, ...more }).map(({ kind }) => kind);
}

describe('a sound training raises no alarm', () => {
  for (let salt = 0; salt < 40; salt++) {
    test(`DPO, noise ${salt}, at any length`, () => {
      for (const steps of [1, 5, 12, 20, 27, 54, 120, 400]) assert.deepEqual(kinds(curve(steps, soundDpo(salt))), []);
    });
  }

  test('cloning to a loss near 0 from a pre-trained model, with a gradient that is small but jumpy', () => {
    const made = curve(200, {
      loss: step => 0.08 / step + 0.001,
      gradientNorm: step => (step % 37 === 0 ? 1.5 : 0.01),
    });
    assert.deepEqual(kinds(made, { facts: { kind: 'imitation', epochs: 40, batch: 8, clip: 1 } }), []);
  });

  test('the control without a preference stays at log 2 by design', () => {
    const made = curve(60, { loss: () => Math.LN2, chosenReward: () => 0, rejectedReward: () => 0, margin: () => 0 });
    assert.deepEqual(kinds(made, { facts: { ...dpo, beta: 0 } }), []);
  });

  test('the first steps of a warm-up are close to log 2', () => {
    assert.deepEqual(kinds(curve(15, { loss: () => Math.LN2 })), []);
    assert.deepEqual(kinds(curve(60, { loss: step => Math.LN2 - Math.max(0, step - 18) * 1e-3 })), []);
  });

  test('pairs that are remembered in the second epoch', () => {
    const made = curve(54, { accuracy: step => (step <= 27 ? 0.85 + noise(step, 0.1) : 1) });
    assert.deepEqual(kinds(made), []);
  });

  test('a chosen log-probability that falls only with the length of its batches', () => {
    const made = curve(100, {
      chosenLogProbability: step => -10 - step / 10 + noise(step, 0.5),
      chosenReward: step => 0.1 + noise(step, 0.2, 7),
    });
    assert.deepEqual(kinds(made), []);
  });

  test('without any points', () => {
    assert.deepEqual(kinds(curve(0, {})), []);
  });
});

describe('a loss', () => {
  test('that does not leave log 2 is an error', () => {
    const [alarm] = alarmsOf({ curve: curve(40, { loss: () => rounded }), facts: dpo });
    assert.equal(alarm?.kind, 'nothing-learned');
    assert.equal(alarm.severity, 'error');
    assert.deepEqual([alarm.metric, alarm.from, alarm.to], ['loss', 1, 40]);
  });

  test('close to 0 within the first epoch is over-fit, later it is not', () => {
    const made = curve(100, { loss: step => Math.LN2 * Math.exp(-(step - 1) / 5) });
    assert.deepEqual(kinds(made, { epochSteps: 50 }), ['over-fit']);
    assert.deepEqual(kinds(made, { epochSteps: 20 }), []);
  });

  test('that is no number is an error, whatever else is wrong', () => {
    const made = curve(40, { loss: step => (step > 30 ? Number.NaN : 0.5), accuracy: () => 1 });
    const [first, ...rest] = alarmsOf({ curve: made, facts: dpo });
    assert.deepEqual([first?.kind, first?.severity, first?.from, first?.to], ['not-a-number', 'error', 31, 40]);
    assert.deepEqual(
      rest.map(({ kind }) => kind),
      ['separable'],
    );
  });
});

describe('accuracy', () => {
  test('of 1.0 before step 50 tells that the pairs are separable', () => {
    const made = curve(200, { accuracy: step => (step < 12 ? 0.7 : step === 90 ? 0.94 : 1) });
    assert.deepEqual(kinds(made), ['separable']);
    assert.equal(alarmsOf({ curve: made, facts: dpo })[0]?.from, 12);
  });

  test('of 1.0 from step 50 on is a good training', () => {
    assert.deepEqual(kinds(curve(200, { accuracy: step => (step < 50 ? 0.8 : 1) })), []);
  });

  test('counts with the size of the batch: small ones are perfect by luck', () => {
    const made = curve(40, { accuracy: step => (step > 10 && step < 30 ? 1 : 0.9) });
    assert.deepEqual(kinds(made, { facts: { ...dpo, batch: 4 }, epochSteps: 40 }), []);
    assert.deepEqual(kinds(made, { facts: { ...dpo, batch: 16 }, epochSteps: 40 }), ['separable']);
  });
});

describe('rewards and log-probabilities', () => {
  const displaced = {
    chosenReward: (step: number) => -0.02 * step + noise(step, 0.1),
    rejectedReward: (step: number) => -0.05 * step + noise(step, 0.1, 3),
  };

  test('that fall together are likelihood displacement', () => {
    assert.deepEqual(kinds(curve(100, displaced)), ['displacement']);
  });

  test('of which the chosen one falls slightly are sound', () => {
    const chosenReward = (step: number) => -0.002 * step + noise(step, 0.1);
    assert.deepEqual(kinds(curve(100, { ...displaced, chosenReward })), []);
  });

  test('of which the chosen one recovers are sound', () => {
    const chosenReward = (step: number) => (step < 50 ? -0.04 * step : -2 + 0.03 * (step - 50)) + noise(step, 0.05);
    assert.deepEqual(kinds(curve(100, { ...displaced, chosenReward })), []);
  });

  test('of the chosen side that fall steadily', () => {
    const made = curve(100, { chosenLogProbability: step => -20 - step / 4 + noise(step, 3) });
    assert.deepEqual(kinds(made), ['chosen-falls']);
    const both = curve(100, { ...displaced, chosenLogProbability: step => -20 - step / 4 + noise(step, 3) });
    assert.deepEqual(kinds(both), ['displacement', 'chosen-falls']);
  });
});

describe('gradients, entropy and lengths', () => {
  test('a spike that clipping lets through is told with its step', () => {
    const made = curve(100, { gradientNorm: step => (step === 60 ? 80 : 1 + noise(step, 0.5)) });
    const [alarm] = alarmsOf({ curve: made, facts: dpo });
    assert.equal(alarm?.kind, 'gradient-spike');
    assert.deepEqual([alarm.from, alarm.to], [60, 60]);
    assert.match(alarm.message, /80\.0 at step 60/);
  });

  test('an entropy that collapses', () => {
    assert.deepEqual(kinds(curve(100, { entropy: step => 2 * Math.exp(-step / 15) })), ['entropy-collapse']);
    assert.deepEqual(kinds(curve(100, { entropy: step => 2 - step / 100 })), []);
  });

  test('losers that are far longer, from the pairs or from the metrics', () => {
    const made = curve(30, soundDpo());
    assert.deepEqual(kinds(made, { turns: { chosen: 6, rejected: 20 } }), ['longer-losers']);
    assert.deepEqual(kinds(made, { turns: { chosen: 8.4, rejected: 9.7 } }), []);
    assert.deepEqual(kinds(curve(30, { chosenLength: () => 50, rejectedLength: () => 210 })), ['longer-losers']);
  });
});
