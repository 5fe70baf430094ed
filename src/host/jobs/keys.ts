import * as vscode from 'vscode';
import type { Configuration } from '../../engine/configuration/schema.ts';
import { HumanError } from '../../engine/problem.ts';
import type { Services } from '../services.ts';
import { isArgumentObject } from '../support/contributions.ts';
import { ask, askAll, choose } from '../support/quickSteps.ts';
import { readConfiguration } from './configurationDocument.ts';
import { checkMayRun } from './jobArgument.ts';
import { configurationFiles } from './runSearch.ts';

const title = 'Contrail: Set API Key';
const form = /^[A-Za-z_][A-Za-z0-9_]*$/;

/**
 * The environment variables that a job of this configuration needs: the key, if it names one. A key that was set here
 * goes before one of the environment. Throws a `HumanError` when there is neither.
 */
export async function keyEnvironment(
  { context }: Services,
  { policy }: Configuration,
  isInteractive: boolean,
): Promise<Readonly<Record<string, string>>> {
  const variable = policy.kind === 'openai' ? policy.keyVariable : undefined;
  if (variable === undefined) return {};
  const key = await context.secrets.get(variable);
  if (key) return { [variable]: key };
  if (process.env[variable]) return {};
  if (!isInteractive)
    throw new HumanError(`There is no key for ${variable}: use "Contrail: Set API Key…", or set the variable.`);
  return { [variable]: await askKey(context, variable) };
}

/** `contrail.setKey`: asks which variable, unless told, and for its key, which only VS Code's secret storage gets. */
export async function setKey(services: Services, argument: unknown): Promise<void> {
  checkMayRun();
  const given = isArgumentObject(argument) ? argument['variable'] : undefined;
  if (given !== undefined && !(typeof given === 'string' && form.test(given)))
    throw new HumanError('Cannot set a key: variable is to be the name of an environment variable.');
  await askKey(services.context, given ?? (await askVariable(services)));
}

/** Asks for a key and stores it; an empty one forgets what was stored. */
export async function askKey(context: vscode.ExtensionContext, variable: string): Promise<string> {
  const stored = await context.secrets.get(variable);
  const key = await askAll(title, '', [
    (_, step) =>
      ask(step, {
        prompt: `The key for ${variable}. It is kept in VS Code's secret storage and given to jobs alone.`,
        placeholder: stored ? 'Leave empty to forget the stored key' : '',
        isSecret: true,
        check: text => (/^[\x21-\x7e]*$/.test(text.trim()) ? undefined : 'No key has such characters, e.g. spaces.'),
      }).then(text => text.trim()),
  ]);
  if (key) await context.secrets.store(variable, key);
  else await context.secrets.delete(variable);
  if (!key && !stored) throw new vscode.CancellationError();
  return key;
}

async function askVariable(services: Services): Promise<string> {
  const variables = new Set<string>();
  for (const { scheme, fsPath } of await configurationFiles()) {
    const parsed = scheme === 'file' ? await readConfiguration(services, fsPath) : { problems: [] };
    const policy = 'configuration' in parsed ? parsed.configuration.policy : undefined;
    if (policy?.kind === 'openai' && policy.keyVariable) variables.add(policy.keyVariable);
  }
  const other = '';
  return askAll(title, other, [
    (_, step) =>
      variables.size === 0
        ? undefined
        : choose(step, {
            placeholder: 'Whose key?',
            items: [
              ...[...variables].map(value => ({ label: value, value })),
              { label: 'Another environment variable…', value: other },
            ],
          }),
    (variable, step) =>
      variable !== other
        ? undefined
        : ask(step, {
            prompt: 'Name of the environment variable, as policy.keyVariable in contrail.json has it',
            value: 'OPENAI_API_KEY',
            check: text => (form.test(text) ? undefined : 'Letters, digits and _ only, no digit first.'),
          }),
  ]);
}
