import type { Study, Variant } from '../study.ts';
import { heldTasks } from './heldTasks.ts';

const count = 4;
const numbers = Array.from({ length: count }, (_, index) => index + 1);

function rowsOf(label: string): Variant['rows'] {
  return numbers.map(iteration => ({ label: `${label}, iteration ${iteration}`, arm: 'eto', iteration }));
}

/** The paper's Figure 4: when does going on stop helping? */
export const iterations: Study = {
  name: 'iterations',
  title: 'Number of iterations',
  question: 'How many iterations help, and does the validation gate keep those that do not from doing harm?',
  seeds: [31, 32, 33, 34],
  experiment: {
    environment: heldTasks,
    iterations: count,
    baselines: [],
    // Named, so that both variants play the same tasks.
    evaluate: { splits: ['val', 'seen', 'unseen'] },
  },
  variants: [
    {
      name: 'gated',
      title: 'An iteration that does worse on `val` than its start is thrown away',
      settings: {},
      rows: [{ label: 'Cloning', arm: 'eto', iteration: 0 }, ...rowsOf('Gated')],
    },
    {
      name: 'free',
      title: 'Each iteration starts from the one before, as in the paper',
      settings: { evaluate: { gate: false } },
      rows: rowsOf('Free'),
    },
  ],
  comparisons: ['Gated', 'Free'].flatMap(label =>
    numbers.map(iteration => ({
      row: `${label}, iteration ${iteration}`,
      against: iteration === 1 ? 'Cloning' : `${label}, iteration ${iteration - 1}`,
    })),
  ),
};
