import { ablation } from './ablation.ts';

/** The paper's Table 4: what a pair compares. */
export const pairLevel = ablation({
  name: 'pair-level',
  title: 'Level of the pairs',
  question: 'Should a pair compare whole trajectories, the step at which they part, or both (Table 4 of the paper)?',
  values: [
    { name: 'trajectory', label: 'Trajectory', title: 'The default: whole trajectories', settings: {} },
    {
      name: 'step',
      label: 'Step',
      title: 'The one step at which they part',
      settings: { pairs: { level: 'step' } },
    },
    {
      name: 'step-gentle',
      label: 'Step, gentle',
      title: 'The same with a tenth of the learning rate and β 0.5, which saved it in the paper',
      settings: { pairs: { level: 'step' }, train: { beta: 0.5, learningRate: 8e-5 } },
    },
    { name: 'mixture', label: 'Mixture', title: 'Both kinds', settings: { pairs: { level: 'mixture' } } },
  ],
});
