import type { Study, StudyRow } from '../study.ts';

/** Demonstrations of the variant in which most training games have a reward and no expert. */
const few = 800;

/** Rows of one variant: cloning, then ETO, β = 0 and RFT of each iteration; `prefix` tells variants of one table apart. */
export const loop = (prefix: string, iterations: readonly number[], cloning = 'cloning'): StudyRow[] => [
  { label: `${prefix}${cloning}`, arm: 'eto', iteration: 0 },
  ...iterations.flatMap((iteration): StudyRow[] => [
    { label: `${prefix}ETO, iteration ${iteration}`, arm: 'eto', iteration },
    { label: `${prefix}β = 0, iteration ${iteration}`, arm: 'beta-0', iteration },
    { label: `${prefix}RFT, iteration ${iteration}`, arm: 'rft', iteration },
  ]),
];

/** The paper's own benchmark, played for real: ALFWorld's training games, and a model from nothing. */
export const alfworld: Study = {
  name: 'alfworld',
  title: 'ALFWorld for real',
  question: "Does a small model from nothing learn ALFWorld's own games, and does it learn more from its failures?",
  seeds: [1],
  experiment: {
    environment: {
      name: 'alfworld',
      holdOut: {},
      tasks: { train: 4000, val: 1000, seen: 1000, unseen: 1000 },
    },
    policy: { kind: 'builtin', fresh: { episodes: 12_000 } },
    explore: { maxSteps: 40, rollouts: 4, temperature: [0, 0.5, 1] },
    baselines: ['beta-0', 'rft'],
  },
  variants: [
    {
      name: 'few',
      title: `${few} demonstrations: most training games have a reward and no expert`,
      settings: {
        environment: { tasks: { demonstrations: few } },
        train: { cloning: { epochs: 10, learningRate: 2e-3 } },
        iterations: 2,
      },
      rows: loop('', [1, 2]),
    },
    {
      name: 'all',
      title: 'Demonstrations of all training games, as in the paper',
      settings: {
        environment: { tasks: { demonstrations: 4000 } },
        train: { cloning: { epochs: 6, learningRate: 2e-3 } },
        iterations: 1,
      },
      rows: loop('All demonstrations: ', [1]),
    },
  ],
  comparisons: [
    ...[1, 2].flatMap(iteration => [
      { row: `ETO, iteration ${iteration}`, against: 'cloning' },
      ...['β = 0', 'RFT'].map(name => ({
        row: `ETO, iteration ${iteration}`,
        against: `${name}, iteration ${iteration}`,
      })),
    ]),
    { row: 'ETO, iteration 2', against: 'ETO, iteration 1' },
    ...['cloning', 'β = 0, iteration 1', 'RFT, iteration 1'].map(name => ({
      row: 'All demonstrations: ETO, iteration 1',
      against: `All demonstrations: ${name}`,
    })),
  ],
};
