import { ablation } from './ablation.ts';

const value = (rollouts: number, title: string) => ({
  name: `rollouts-${rollouts}`,
  label: `k = ${rollouts}`,
  title,
  settings: { explore: { rollouts } },
});

/** How many episodes of a task the policy explores. */
export const rollouts = ablation({
  name: 'rollouts',
  title: 'Rollouts a task',
  question: 'How many episodes of each task should the policy explore?',
  values: [
    value(5, 'The default: one greedy, one at temperature 0.5, the rest at 1'),
    value(1, 'One greedy episode, as the paper explores: without a demonstration it makes no pair'),
    value(3, 'One greedy, one at temperature 0.5, one at 1'),
    value(8, 'More of temperature 1'),
  ],
});
