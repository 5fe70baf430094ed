import Type, { type Static } from 'typebox';
import { worldKinds } from '../environments/registry.ts';
import { wordings } from '../environments/wording.ts';
import { count, list, optionalSection, section } from './fields.ts';
import { pairs } from './pairFields.ts';
import { policy } from './policyFields.ts';
import { train } from './trainFields.ts';

function share(initial: number, description: string) {
  return Type.Number({ minimum: 0, maximum: 1, default: initial, description });
}

const environment = optionalSection(
  {
    name: Type.Enum(
      worldKinds.map(({ name }) => name),
      { default: 'household', description: 'Which world the tasks come from.' },
    ),
    root: Type.Optional(
      Type.String({ minLength: 1, description: 'Folder of the game files; relative paths start at this file.' }),
    ),
    holdOut: Type.Optional(
      section(
        {
          unseen: share(0.07, 'Of the scenes of the training games; all games of such a scene are "unseen".'),
          seen: share(0.07, 'Of the other tasks; their games are "seen", as other tasks share their scenes.'),
          val: share(0.05, 'Of the other tasks; their games are "val".'),
        },
        'Test games taken out of the training games below `root`, for every split that has none of its own there.',
      ),
    ),
    wording: Type.Optional(
      Type.Enum([...wordings], {
        description:
          "In whose words ALFWorld's games are played: as their files have them (own), as ALFWorld since 0.4 has them (0.4), or half of the games of train and val in either (mixed), so that a policy learns both.",
      }),
    ),
    tasks: optionalSection(
      {
        train: count(1000, 0, 'Training tasks to explore; each seed draws its demonstrations from them.'),
        val: count(200, 0, 'Tasks on which checkpoints are chosen, never reported.'),
        seen: count(500, 0, 'Test tasks of kinds that occur in training.'),
        unseen: count(500, 0, 'Test tasks of kinds that never occur in training.'),
        demonstrations: count(25, 0, 'Training tasks whose expert trajectory may be learned from.'),
      },
      'How many tasks of each split are used, from the first on; a world with fewer gives all it has.',
    ),
    seed: count(1, 0, 'Seed of the task generator, for worlds that make their own tasks.'),
  },
  'What is played.',
);

const temperature = Type.Number({ minimum: 0 });

const explore = optionalSection(
  {
    rollouts: count(5, 1, 'Episodes a task.'),
    temperature: Type.Union([temperature, Type.Array(temperature, { minItems: 1 })], {
      default: [0, 0.5, 1],
      description: 'Sampling temperature; a list gives one a rollout and its last value to the rest. 0 is greedy.',
    }),
    concurrency: count(16, 1, 'Episodes at the same time. Results do not depend on it.'),
    maxSteps: count(16, 1, 'Steps after which an episode ends; ETO plays ALFWorld with 40.'),
    maxInvalid: count(3, 0, 'Invalid actions in a row after which an episode ends; 0 never ends it.'),
    threads: Type.Optional(
      Type.Integer({
        minimum: 1,
        description: 'Worker threads of the built-in model; one a processor core when absent.',
      }),
    ),
  },
  'How the policy gathers its own episodes.',
);

const evaluate = optionalSection(
  {
    splits: list(Type.Enum(['train', 'val', 'seen', 'unseen']), ['seen', 'unseen'], 'What results are given for.', 1),
    tasks: Type.Optional(
      Type.Integer({ minimum: 1, description: 'Tasks a split; all of `environment.tasks` when absent.' }),
    ),
    gate: Type.Boolean({
      default: true,
      description: 'Whether an iteration that does worse on `val` than its start is thrown away.',
    }),
    bestOf: count(10, 1, 'Samples a task, for the baseline `best-of-n`.'),
  },
  'How a policy is judged: greedily, on tasks it has not learned from.',
);

/**
 * The experiment, all of `contrail.json`: the one source of its types, its checks and the JSON Schema that editors
 * read. A field with a default may be left out of the file. The defaults are the recipe of the built-in model.
 */
export const configurationSchema = section(
  {
    name: Type.String({
      default: 'experiment',
      pattern: '^[A-Za-z0-9][A-Za-z0-9._-]*$',
      maxLength: 100,
      description: 'Name of the experiment and of its folder below `runs`.',
    }),
    environment,
    policy,
    explore,
    pairs,
    train,
    iterations: count(2, 0, 'How often explore, pair, train and evaluate follow each other.'),
    baselines: list(
      Type.Enum(['rft', 'rft-eto', 'best-of-n', 'beta-0']),
      ['rft', 'beta-0'],
      'What ETO is compared with, under the same budget.',
    ),
    evaluate,
    seeds: list(Type.Integer({ minimum: 0 }), [1], 'The whole experiment is done once for each.', 1),
  },
  'A Contrail experiment.',
);

/** An experiment with every default filled in. */
export type Configuration = Static<typeof configurationSchema>;
