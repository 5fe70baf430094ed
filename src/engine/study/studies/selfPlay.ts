import type { Study } from '../study.ts';
import { heldTasks } from './heldTasks.ts';

/** The paper's Table 5: learning without any expert. */
export const selfPlay: Study = {
  name: 'self-play',
  title: 'Self-play without experts',
  question:
    'Without demonstrations, does ETO alone learn, or only after own successes were cloned (Table 5 of the paper)?',
  seeds: [31, 32, 33, 34],
  experiment: {
    environment: { ...heldTasks, tasks: { ...heldTasks.tasks, demonstrations: 0 } },
    explore: { rollouts: 5, temperature: 1 },
    iterations: 2,
    baselines: ['rft', 'rft-eto'],
    train: { rft: { successes: 'all' } },
  },
  variants: [
    {
      name: 'contrast',
      title: "Contrast alone, as in the paper: the policy's best episode against each worse one, plain DPO",
      settings: {
        pairs: { strategy: 'agent-against-agent' },
        train: { beta: 0.1, learningRate: 1e-4, nllWeight: 0, epochs: 3 },
      },
      rows: [
        { label: 'Base policy', arm: 'eto', iteration: 0 },
        { label: 'RFT, iteration 1', arm: 'rft', iteration: 1 },
        { label: 'RFT, iteration 2', arm: 'rft', iteration: 2 },
        { label: 'ETO alone, iteration 1', arm: 'eto', iteration: 1 },
        { label: 'ETO alone, iteration 2', arm: 'eto', iteration: 2 },
        { label: 'RFT, then ETO', arm: 'rft-eto', iteration: 2 },
      ],
    },
    {
      name: 'recipe',
      title: 'The recipe, whose pairs are of the same kind and whose loss imitates the chosen side too',
      settings: {},
      rows: [
        { label: 'Recipe alone, iteration 1', arm: 'eto', iteration: 1 },
        { label: 'Recipe alone, iteration 2', arm: 'eto', iteration: 2 },
        { label: 'RFT, then recipe', arm: 'rft-eto', iteration: 2 },
      ],
    },
  ],
  comparisons: [
    { row: 'RFT, iteration 1', against: 'Base policy' },
    { row: 'ETO alone, iteration 1', against: 'Base policy' },
    { row: 'ETO alone, iteration 2', against: 'Base policy' },
    { row: 'RFT, then ETO', against: 'RFT, iteration 1' },
    { row: 'RFT, then ETO', against: 'RFT, iteration 2' },
    { row: 'Recipe alone, iteration 2', against: 'RFT, iteration 2' },
    { row: 'RFT, then recipe', against: 'RFT, iteration 2' },
  ],
};
