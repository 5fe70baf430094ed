import type { Study } from '../study.ts';
import { alfworld, loop } from './alfworld.ts';

const iterations = [1, 2];

/** How the policy for ALFWorld that Contrail ships was made, and what it was compared with. */
export const alfworldPolicy: Study = {
  name: 'alfworld-policy',
  title: 'The policy for ALFWorld',
  question: 'How far does a larger model get that reads more, is shown all training games, and learns both wordings?',
  seeds: [1],
  experiment: {
    ...alfworld.experiment,
    environment: {
      ...alfworld.experiment.environment,
      wording: 'mixed',
      tasks: { ...alfworld.experiment.environment?.tasks, demonstrations: 4000 },
    },
    policy: { kind: 'builtin', fresh: { width: 96, layers: 3, episodes: 40_000 } },
    train: { cloning: { epochs: 6, learningRate: 2e-3 } },
    iterations: iterations.length,
  },
  variants: [
    {
      name: 'policy',
      title: '96 numbers a token, 3 layers, 40,000 episodes of bad habits, demonstrations of all training games',
      settings: {},
      rows: loop('', iterations, 'Cloning'),
    },
  ],
  comparisons: iterations.flatMap(iteration =>
    ['Cloning', `β = 0, iteration ${iteration}`, `RFT, iteration ${iteration}`].map(against => ({
      row: `ETO, iteration ${iteration}`,
      against,
    })),
  ),
};
