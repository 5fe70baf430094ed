import Type, { type Static, type TProperties, type TSchema } from 'typebox';

/** An object that knows all of its keys: any other is a mistake of the person who wrote it. */
function section<Properties extends TProperties>(properties: Properties, description: string) {
  return Type.Object(properties, { description, additionalProperties: false });
}

/** A section that may be left out: it is then filled with its fields' defaults. */
function optionalSection<Properties extends TProperties>(properties: Properties, description: string) {
  return Type.Object(properties, { description, additionalProperties: false, default: {} });
}

function count(initial: number, minimum: number, description: string) {
  return Type.Integer({ minimum, default: initial, description });
}

function list<Item extends TSchema>(item: Item, initial: readonly unknown[], description: string, minItems = 0) {
  return Type.Array(item, { default: [...initial], minItems, uniqueItems: true, description });
}

const environment = optionalSection(
  {
    name: Type.String({ default: 'household', minLength: 1, description: 'Which world the tasks come from.' }),
    root: Type.Optional(
      Type.String({ minLength: 1, description: 'Folder of the game files; relative paths start at this file.' }),
    ),
    tasks: optionalSection(
      {
        train: count(1000, 0, 'Training tasks to explore; the demonstrations are the first of them.'),
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

const policies = [
  section(
    {
      kind: Type.Literal('builtin'),
      checkpoint: Type.Optional(
        Type.String({ minLength: 1, description: 'Checkpoint to start from; the shipped base model when absent.' }),
      ),
    },
    'The built-in language model: small, trained and run on this machine.',
  ),
  section(
    {
      kind: Type.Literal('openai'),
      baseURL: Type.String({
        pattern: '^https?://',
        description: 'Address of the server up to and with its version, e.g. http://127.0.0.1:8000/v1.',
      }),
      model: Type.String({ minLength: 1, description: 'Name of the model, as the server knows it.' }),
      keyVariable: Type.Optional(
        Type.String({
          pattern: '^[A-Za-z_][A-Za-z0-9_]*$',
          description: 'Environment variable that holds the key; no key is sent when absent. Never the key itself.',
        }),
      ),
      timeout: Type.Number({ exclusiveMinimum: 0, default: 120, description: 'Seconds to wait for one turn.' }),
      deadline: Type.Optional(
        Type.Number({ exclusiveMinimum: 0, description: 'Seconds that the model may take for one whole episode.' }),
      ),
      retries: count(6, 0, 'How often a turn is asked for again after an error that may pass.'),
      maxTokens: count(512, 1, 'Tokens that one turn may have.'),
      contextLength: Type.Optional(
        Type.Integer({
          minimum: 1,
          description: 'Tokens that prompt and turn may have together; asked of the server.',
        }),
      ),
      stop: list(Type.String({ minLength: 1 }), ['\nObservation:'], 'Texts at which the server ends a turn.'),
      oneShot: Type.Boolean({ default: false, description: 'Whether the prompt shows one solved example.' }),
    },
    'Any server that speaks the OpenAI chat protocol.',
  ),
  section(
    {
      kind: Type.Literal('expert'),
      oracle: Type.Boolean({ default: false, description: 'Whether it may look at what it has not observed.' }),
    },
    "The world's own expert.",
  ),
  section({ kind: Type.Literal('random') }, 'Takes any admissible action.'),
  section(
    {
      kind: Type.Literal('replay'),
      file: Type.String({ minLength: 1, description: 'Trajectory file whose actions are taken again.' }),
    },
    'Repeats a recording.',
  ),
] as const;

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

const pairs = optionalSection(
  {
    preset: Type.Enum(['own-success', 'eto-paper', 'eto-code'], {
      default: 'own-success',
      description: 'The rules by name; a field beside it overrides that one rule.',
    }),
    margin: Type.Optional(
      Type.Number({ minimum: 0, maximum: 1, description: 'Rewards must differ by more than this.' }),
    ),
    quotaPerTask: Type.Optional(Type.Integer({ minimum: 1, description: 'Pairs that one task may give.' })),
    extraSteps: Type.Optional(
      Type.Integer({ minimum: 0, description: 'A losing episode is cut at this many steps beyond its winner.' }),
    ),
  },
  'Which two trajectories become a preference pair.',
);

const schedule = Type.Enum(['cosine', 'linear', 'constant'], {
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

const train = optionalSection(
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
    policy: Type.Union([...policies], { default: { kind: 'builtin' }, description: 'Who plays.' }),
    explore,
    pairs,
    train,
    iterations: count(2, 0, 'How often explore, pair, train and evaluate follow each other.'),
    baselines: list(
      Type.Enum(['rft', 'best-of-n', 'beta-0']),
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
