import type { Study } from '../study.ts';
import { alfworld } from './alfworld.ts';

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
    iterations: 1,
  },
  variants: [
    {
      name: 'policy',
      title: '96 numbers a token, 3 layers, 40,000 episodes of bad habits, demonstrations of all training games',
      settings: {},
      rows: [
        { label: 'Cloning', arm: 'eto', iteration: 0 },
        { label: 'ETO, iteration 1', arm: 'eto', iteration: 1 },
        { label: 'β = 0, iteration 1', arm: 'beta-0', iteration: 1 },
        { label: 'RFT, iteration 1', arm: 'rft', iteration: 1 },
      ],
    },
  ],
  comparisons: [
    { row: 'ETO, iteration 1', against: 'Cloning' },
    { row: 'ETO, iteration 1', against: 'β = 0, iteration 1' },
    { row: 'ETO, iteration 1', against: 'RFT, iteration 1' },
  ],
};
