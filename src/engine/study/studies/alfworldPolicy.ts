import type { Study, StudyRow } from '../study.ts';
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
    iterations: 2,
  },
  variants: [
    {
      name: 'policy',
      title: '96 numbers a token, 3 layers, 40,000 episodes of bad habits, demonstrations of all training games',
      settings: {},
      rows: [
        { label: 'Cloning', arm: 'eto', iteration: 0 },
        ...[1, 2].flatMap((iteration): StudyRow[] => [
          { label: `ETO, iteration ${iteration}`, arm: 'eto', iteration },
          { label: `β = 0, iteration ${iteration}`, arm: 'beta-0', iteration },
          { label: `RFT, iteration ${iteration}`, arm: 'rft', iteration },
        ]),
      ],
    },
  ],
  comparisons: [
    ...[1, 2].flatMap(iteration => [
      { row: `ETO, iteration ${iteration}`, against: 'Cloning' },
      { row: `ETO, iteration ${iteration}`, against: `β = 0, iteration ${iteration}` },
      { row: `ETO, iteration ${iteration}`, against: `RFT, iteration ${iteration}` },
    ]),
  ],
};
