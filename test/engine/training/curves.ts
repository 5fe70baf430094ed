import { GrowingCurve } from '../../../src/engine/training/curve.ts';

/** A curve of `steps` steps from 1, each metric a function of the step. */
export function curve(steps: number, metrics: Readonly<Record<string, (step: number) => number>>): GrowingCurve {
  const place = { seed: 1, arm: 'eto', iteration: 1 } as const;
  const made = new GrowingCurve({ place, stage: 'train' });
  for (let step = 1; step <= steps; step++) {
    const values = Object.entries(metrics).map(([name, value]) => [name, value(step)] as const);
    made.add({ place, stage: 'train', step, values: new Map(values) });
  }
  return made;
}

/** Noise around 0 of about this size, the same for the same step and salt. */
export function noise(step: number, size: number, salt = 0): number {
  const wave = Math.sin(step * 12.9898 + salt * 78.233) * 43758.5453;
  return (wave - Math.floor(wave) - 0.5) * 2 * size;
}

/** The numbers of a sound DPO training, noisy as those of small batches are. */
export function soundDpo(salt = 0): Readonly<Record<string, (step: number) => number>> {
  const learned = (step: number) => 1 - Math.exp(-(step - 1) / 30);
  const chosen = (step: number) => (step === 1 ? 0 : 0.2 * learned(step) + noise(step, 0.3, salt));
  const rejected = (step: number) => (step === 1 ? 0 : -4 * learned(step) + noise(step, 0.8, salt + 1));
  return {
    loss: step => Math.log1p(Math.exp(-(chosen(step) - rejected(step)))),
    margin: step => chosen(step) - rejected(step),
    accuracy: step =>
      step === 1 ? 0 : Math.min(1, Math.max(0, 0.6 + 0.3 * learned(step) + noise(step, 0.12, salt + 2))),
    chosenReward: chosen,
    rejectedReward: rejected,
    chosenLogProbability: step => -3 + learned(step) + noise(step, 1.5, salt + 3),
    gradientNorm: step => 6 + noise(step, 5, salt + 4),
    learningRate: step => 8e-4 * Math.min(1, step / 6),
  };
}
