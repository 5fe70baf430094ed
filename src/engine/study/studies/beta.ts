import { ablation } from './ablation.ts';

const value = (beta: number, title: string) => ({
  name: `beta-${beta}`,
  label: `β ${beta}`,
  title,
  settings: { train: { beta } },
});

/** How strongly the reference holds. */
export const beta = ablation({
  name: 'beta',
  title: 'β of DPO',
  question: 'How strongly should the reference hold?',
  values: [
    value(0.3, 'The default'),
    value(0, 'No contrast: imitation of the chosen side alone'),
    value(0.1, 'As in the paper'),
    value(1, 'A reference that hardly lets go'),
  ],
});
