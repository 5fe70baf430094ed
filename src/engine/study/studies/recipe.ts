import type { Study } from '../study.ts';
import { heldTasks } from './heldTasks.ts';

/** The claim itself, with everything that it has to be measured against. */
export const recipe: Study = {
  name: 'recipe',
  title: 'The recipe',
  question: 'Do failures teach more than demonstrations, own successes, and the same pairs without contrast?',
  seeds: [21, 22, 23, 24, 25, 26, 27, 28],
  experiment: {
    environment: { ...heldTasks, tasks: { ...heldTasks.tasks, train: 2000 } },
    iterations: 2,
    baselines: [],
  },
  variants: [
    {
      name: 'eto',
      title: 'ETO, with imitation of the same pairs (β = 0) and RFT as the paper does it: all own successes',
      settings: { baselines: ['beta-0', 'rft'], train: { rft: { successes: 'all' } } },
      rows: [
        { label: 'Cloning', arm: 'eto', iteration: 0 },
        { label: 'ETO, iteration 1', arm: 'eto', iteration: 1 },
        { label: 'ETO, iteration 2', arm: 'eto', iteration: 2 },
        { label: 'β = 0, iteration 1', arm: 'beta-0', iteration: 1 },
        { label: 'β = 0, iteration 2', arm: 'beta-0', iteration: 2 },
        { label: 'RFT, iteration 1', arm: 'rft', iteration: 1 },
        { label: 'RFT, iteration 2', arm: 'rft', iteration: 2 },
      ],
    },
    {
      name: 'rft-tuned',
      title: 'RFT tuned hard: the shortest own success of each task, 8 epochs',
      settings: { baselines: ['rft'], train: { rft: { successes: 'shortest', epochs: 8 } } },
      rows: [
        { label: 'RFT tuned, iteration 1', arm: 'rft', iteration: 1 },
        { label: 'RFT tuned, iteration 2', arm: 'rft', iteration: 2 },
      ],
    },
    {
      name: 'smaller',
      title:
        'The recipe as it was first measured: 1,000 tasks and two passes over the pairs; RFT with the shortest successes',
      settings: {
        environment: { tasks: { train: 1000 } },
        baselines: ['beta-0', 'rft'],
        train: { epochs: 2, rft: { successes: 'shortest' } },
      },
      rows: [
        { label: 'Half the tasks: ETO, iteration 1', arm: 'eto', iteration: 1 },
        { label: 'Half the tasks: ETO, iteration 2', arm: 'eto', iteration: 2 },
        { label: 'Half the tasks: β = 0, iteration 1', arm: 'beta-0', iteration: 1 },
        { label: 'Half the tasks: β = 0, iteration 2', arm: 'beta-0', iteration: 2 },
        { label: 'Half the tasks: RFT, iteration 1', arm: 'rft', iteration: 1 },
        { label: 'Half the tasks: RFT, iteration 2', arm: 'rft', iteration: 2 },
      ],
    },
    {
      name: 'eto-paper',
      title:
        'Exactly ETO: demonstrations of all 200 training tasks cloned in three passes, one greedy exploration, the expert always chosen',
      settings: {
        environment: { tasks: { train: 200, demonstrations: 200 } },
        explore: { rollouts: 1, temperature: 0 },
        pairs: { preset: 'eto-paper' },
        // With the recipe's forty passes the cloned policy solves all that it was shown, and has no failure to learn from.
        train: { beta: [0.1, 0.5], learningRate: [1e-4, 5e-5], nllWeight: 0, epochs: 3, cloning: { epochs: 3 } },
      },
      rows: [
        { label: 'Exactly ETO: cloning', arm: 'eto', iteration: 0 },
        { label: 'Exactly ETO, iteration 1', arm: 'eto', iteration: 1 },
        { label: 'Exactly ETO, iteration 2', arm: 'eto', iteration: 2 },
      ],
    },
    {
      name: 'no-cloning',
      title: 'ETO from the base policy, without cloning first',
      settings: { train: { cloning: { epochs: 0 } } },
      rows: [
        { label: 'Base policy', arm: 'eto', iteration: 0 },
        { label: 'ETO without cloning, iteration 1', arm: 'eto', iteration: 1 },
        { label: 'ETO without cloning, iteration 2', arm: 'eto', iteration: 2 },
      ],
    },
  ],
  comparisons: [
    { row: 'ETO, iteration 1', against: 'Cloning' },
    { row: 'ETO, iteration 2', against: 'Cloning' },
    { row: 'ETO, iteration 2', against: 'ETO, iteration 1' },
    ...['β = 0', 'RFT', 'RFT tuned', 'ETO without cloning'].flatMap(name =>
      [1, 2].map(iteration => ({
        row: `ETO, iteration ${iteration}`,
        against: `${name}, iteration ${iteration}`,
      })),
    ),
    ...['β = 0', 'RFT'].flatMap(name =>
      [1, 2].map(iteration => ({
        row: `Half the tasks: ETO, iteration ${iteration}`,
        against: `Half the tasks: ${name}, iteration ${iteration}`,
      })),
    ),
    { row: 'Exactly ETO, iteration 1', against: 'Exactly ETO: cloning' },
    { row: 'Exactly ETO, iteration 2', against: 'Exactly ETO: cloning' },
    { row: 'ETO without cloning, iteration 2', against: 'Base policy' },
  ],
};
