import Type from 'typebox';
import { count, optionalSection } from './fields.ts';

const schedule = Type.Enum(['cosine', 'constant'], {
  default: 'cosine',
  description: 'How the learning rate goes on after the warm-up.',
});

function rate(initial: number) {
  return Type.Number({ exclusiveMinimum: 0, default: initial, description: 'Peak learning rate.' });
}

const clip = Type.Number({ minimum: 0, default: 1, description: 'Largest norm of the gradient; 0 never clips.' });

function finalRate(initial: number) {
  return Type.Number({
    minimum: 0,
    maximum: 1,
    default: initial,
    description: 'What is left of the learning rate at the end, as a part of the peak.',
  });
}

function imitation(epochs: number, batch: number, learningRate: number, description: string) {
  return optionalSection(
    {
      epochs: count(epochs, 0, 'Passes over the trajectories.'),
      batch: count(batch, 1, 'Trajectories a step.'),
      learningRate: rate(learningRate),
      warmup: count(0, 0, 'Steps over which the learning rate rises from 0.'),
      schedule,
      finalRate: finalRate(0),
      clip,
    },
    description,
  );
}

/** `train`: how the policy learns. */
export const train = optionalSection(
  {
    trainer: Type.Enum(['builtin'], { default: 'builtin', description: 'Who trains.' }),
    beta: Type.Number({ minimum: 0, default: 0.3, description: 'β of DPO: how strongly the reference holds.' }),
    learningRate: rate(8e-4),
    epochs: count(2, 0, 'Passes over the pairs.'),
    batch: count(16, 1, 'Pairs a step.'),
    nllWeight: Type.Number({
      minimum: 0,
      default: 20,
      description: 'Weight of the mean negative log-likelihood of the chosen tokens; 0 is plain DPO.',
    }),
    warmup: count(5, 0, 'Steps over which the learning rate rises from 0.'),
    schedule,
    finalRate: finalRate(0.1),
    clip,
    cloning: imitation(40, 8, 1e-3, 'Behavioural cloning of the demonstrations, before the first iteration.'),
    rft: imitation(4, 16, 2e-3, 'Cloning of own successes, for the baseline `rft`.'),
  },
  'How the policy learns from the pairs.',
);
