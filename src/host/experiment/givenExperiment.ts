import { isAbsolute, join } from 'node:path';
import type { ExperimentChoices } from '../../engine/configuration/experimentText.ts';
import { HumanError } from '../../engine/problem.ts';
import type { NewExperiment } from './newExperiment.ts';

/** The sample, which is what whoever answers nothing else gets. */
export const sample: ExperimentChoices = {
  name: 'demo',
  environment: { name: 'household' },
  policy: { kind: 'builtin' },
  baselines: [],
};

/** The form of an experiment's name, which is that of a folder too. */
export const nameForm = /^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$/;

/** The experiment that a script asks for; what it leaves out is the sample's. Throws a `HumanError`. */
export function givenExperiment(
  argument: Readonly<Record<string, unknown>>,
  workspace: string | undefined,
): NewExperiment {
  const text = (field: string) => {
    const value = argument[field];
    if (value === undefined || (typeof value === 'string' && value !== '')) return value;
    throw new HumanError(`Cannot make the experiment: ${field} is to be a text.`);
  };
  const needed = (field: string) => {
    const value = text(field);
    if (value !== undefined) return value;
    throw new HumanError(`Cannot make the experiment: ${field} is missing.`);
  };
  const folder = text('folder') ?? workspace;
  const name = text('name') ?? sample.name;
  if (folder === undefined) throw new HumanError('Cannot make the experiment: folder is missing, and none is open.');
  if (!nameForm.test(name)) throw new HumanError(`Cannot make the experiment: ${nameRule}`);
  const keyVariable = text('keyVariable');
  return {
    ...sample,
    folder: isAbsolute(folder) || workspace === undefined ? folder : join(workspace, folder),
    name,
    environment: one('environment', text('environment'), {
      household: () => sample.environment,
      alfworld: () => ({ name: 'alfworld', root: needed('root') }),
    }),
    policy: one('policy', text('policy'), {
      builtin: () => sample.policy,
      openai: () => ({
        kind: 'openai',
        baseURL: needed('baseURL'),
        model: needed('model'),
        ...(keyVariable !== undefined && { keyVariable }),
      }),
    }),
  };
}

/** What a name may be, for the person who chose another. */
export const nameRule = 'a name is of letters, digits, ".", "_" and "-", beginning with a letter or a digit.';

/** What one of several names stands for; the first is the default. */
function one<T>(field: string, name: string | undefined, kinds: Readonly<Record<string, () => T>>): T {
  const names = Object.keys(kinds);
  const chosen = name ?? names[0]!;
  if (Object.hasOwn(kinds, chosen)) return kinds[chosen]!();
  throw new HumanError(`Cannot make the experiment: ${field} is to be one of ${names.join(', ')}.`);
}
