import Type, { type TNumber } from 'typebox';
import { trainedPolicies } from '../training/preferenceSources.ts';
import { count, optionalSection } from './fields.ts';

const schedule = Type.Enum(['cosine', 'constant'], {
  default: 'cosine',
  description: 'How the learning rate goes on after the warm-up.',
});

const clip = Type.Number({ minimum: 0, default: 1, description: 'Largest norm of the gradient; 0 never clips.' });

function finalRate(initial: number) {
  return Type.Number({
    minimum: 0,
    maximum: 1,
    default: initial,
    description: 'What is left of the learning rate at the end, as a part of the peak.',
  });
}

/** One value for every iteration, or a list: one an iteration, its last for the rest. */
function byIteration(value: TNumber, initial: number, description: string) {
  return Type.Union([value, Type.Array(value, { minItems: 1 })], {
    default: initial,
    description: `${description} A list gives one an iteration and its last value to the rest.`,
  });
}

function imitation(epochs: number, batch: number, learningRate: number) {
  return {
    epochs: count(epochs, 0, 'Passes over the trajectories.'),
    batch: count(batch, 1, 'Trajectories a step.'),
    learningRate: Type.Number({ exclusiveMinimum: 0, default: learningRate, description: 'Peak learning rate.' }),
    warmup: count(0, 0, 'Steps over which the learning rate rises from 0.'),
    schedule,
    finalRate: finalRate(0),
    clip,
  };
}

/** `train`: how the policy learns. */
export const train = optionalSection(
  {
    trainer: Type.Enum(['builtin'], { default: 'builtin', description: 'Who trains.' }),
    beta: byIteration(Type.Number({ minimum: 0 }), 0.3, 'β of DPO: how strongly the reference holds.'),
    learningRate: byIteration(Type.Number({ exclusiveMinimum: 0 }), 8e-4, 'Peak learning rate.'),
    epochs: count(4, 0, 'Passes over the pairs.'),
    batch: count(16, 1, 'Pairs a step.'),
    nllWeight: Type.Number({
      minimum: 0,
      default: 20,
      description: 'Weight of the mean negative log-likelihood of the chosen tokens; 0 is plain DPO.',
    }),
    turnDiscount: Type.Optional(
      Type.Number({
        minimum: 0,
        maximum: 1,
        description:
          "DMPO's γ (0.7 in its code): a turn weighs the less the later it comes, on both sides and in the likelihood. Absent, all turns weigh the same, as in ETO.",
      }),
    ),
    aggregate: Type.Optional(
      Type.Boolean({
        description: 'Whether an iteration trains on the pairs of all iterations so far, not on its own alone.',
      }),
    ),
    start: Type.Optional(
      Type.Enum([...trainedPolicies], {
        description: 'Which policy the training of an iteration starts from: the one that explored, or the cloned one.',
      }),
    ),
    reference: Type.Optional(
      Type.Enum([...trainedPolicies], {
        description: 'Which policy DPO measures against: the one that explored, as in ETO, or always the cloned one.',
      }),
    ),
    warmup: count(5, 0, 'Steps over which the learning rate rises from 0.'),
    schedule,
    finalRate: finalRate(0.1),
    clip,
    cloning: optionalSection(
      imitation(40, 8, 1e-3),
      'Behavioural cloning of the demonstrations, before the first iteration.',
    ),
    rft: optionalSection(
      {
        ...imitation(4, 16, 2e-3),
        successes: Type.Enum(['shortest', 'all'], {
          default: 'shortest',
          description: "The policy's shortest success a task, or all of them, as in the paper.",
        }),
      },
      'Cloning of own successes, for the baseline `rft`.',
    ),
  },
  'How the policy learns from the pairs.',
);
