import type { Study, StudyRow, Variant } from '../study.ts';
import { heldTasks } from './heldTasks.ts';

/** Episodes of bad habits that each model reads first, as many as the shipped base model has read. */
const episodes = 100_000;

const iterations = [1, 2];

function variant(name: string, title: string, shape: { readonly width?: number; readonly layers?: number }): Variant {
  return {
    name,
    title,
    settings: { policy: { kind: 'builtin', fresh: { ...shape, episodes } } },
    rows: [
      { label: `${name}: cloning`, arm: 'eto', iteration: 0 },
      ...iterations.flatMap((iteration): StudyRow[] => [
        { label: `${name}: ETO, iteration ${iteration}`, arm: 'eto', iteration },
        { label: `${name}: β = 0, iteration ${iteration}`, arm: 'beta-0', iteration },
      ]),
    ],
  };
}

const variants = [
  variant('64x2', 'The shape of the shipped base model: 64 numbers a token, 2 layers', {}),
  variant('96x3', 'Wider and deeper: 96 numbers a token, 3 layers', { width: 96, layers: 3 }),
];

/** How large the model is; each seed makes its own from nothing, so that the spread between base models is measured too. */
export const modelSize: Study = {
  name: 'model-size',
  title: 'Size of the model',
  question: 'Does a wider and deeper model learn more from its failures, and is the recipe bound to one base model?',
  seeds: [31, 32, 33, 34],
  experiment: { environment: heldTasks, iterations: iterations.length, baselines: ['beta-0'] },
  variants,
  comparisons: [
    ...variants.flatMap(({ name }) => [
      { row: `${name}: ETO, iteration 2`, against: `${name}: cloning` },
      ...iterations.map(iteration => ({
        row: `${name}: ETO, iteration ${iteration}`,
        against: `${name}: β = 0, iteration ${iteration}`,
      })),
    ]),
    { row: '96x3: cloning', against: '64x2: cloning' },
    { row: '96x3: ETO, iteration 2', against: '64x2: ETO, iteration 2' },
  ],
};
