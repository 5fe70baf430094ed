import Type from 'typebox';
import { count, list, section } from '../configuration/fields.ts';
import { configurationSchema } from '../configuration/schema.ts';
import { arms } from '../iteration/place.ts';

const { name: _, seeds: __, ...experimentFields } = configurationSchema.properties;

/** Part of a contrail.json; a study names its runs and chooses the seeds itself. */
function settings(description: string) {
  return Type.Object(experimentFields, { description, additionalProperties: false, default: {} });
}

function text(description: string) {
  return Type.Optional(Type.String({ minLength: 1, description }));
}

const name = (description: string) =>
  Type.String({ pattern: '^[A-Za-z0-9][A-Za-z0-9._-]*$', maxLength: 40, description });

const row = section(
  {
    label: Type.String({ minLength: 1, description: 'What the row is called; no two of a study are called the same.' }),
    arm: Type.Enum([...arms], { default: 'eto', description: 'ETO itself or one of the baselines.' }),
    iteration: count(0, 0, 'After which iteration; 0 is before the first exploration.'),
  },
  'A policy of the variant as a row of the table.',
);

const variant = section(
  {
    name: name('Name of the variant and of its run folder.'),
    title: text('What it is, for people.'),
    settings: settings('What is different from `experiment`: objects are merged, everything else is replaced.'),
    rows: Type.Optional(
      Type.Array(row, {
        minItems: 1,
        description: 'Rows of the table; when absent, every iteration of ETO under the title.',
      }),
    ),
  },
  'One of the experiments that are compared.',
);

const comparison = section(
  {
    row: Type.String({ description: 'Label of a row.' }),
    against: Type.String({ description: 'Label of the row that it is measured against.' }),
  },
  'A difference between two rows, paired over seeds and tasks.',
);

/** A study file: several experiments that differ in a few settings, run and compared as one. */
export const studySchema = section(
  {
    name: name('Name of the study and of its folder below `runs`.'),
    title: text('Heading of the report.'),
    question: text('What the study is to answer.'),
    seeds: list(Type.Integer({ minimum: 0 }), [1], 'Every variant is done once for each.', 1),
    experiment: settings('What all variants share: part of a contrail.json.'),
    variants: Type.Array(variant, { minItems: 1, description: 'The experiments that are compared.' }),
    comparisons: Type.Array(comparison, { default: [], description: 'The differences that are asked for.' }),
  },
  'A Contrail study.',
);
