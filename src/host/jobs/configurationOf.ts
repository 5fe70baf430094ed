import { readFile } from 'node:fs/promises';
import { dirname, isAbsolute, join } from 'node:path';
import { hashOf } from '../../engine/configuration/canonical.ts';
import { frozen } from '../../engine/configuration/frozen.ts';
import { HumanError } from '../../engine/problem.ts';
import { parseCommand } from '../../node/jobCommand.ts';
import type { Services } from '../services.ts';
import { configurationFiles } from './runSearch.ts';
import type { Run } from './runs.ts';

/** Folders above a run in which its configuration is looked for. */
const levels = 6;

/**
 * The configuration that a run was started with, wherever workspace or run have been moved since: the nearest one above
 * it, or anywhere in the workspace, that says the same; else the nearest of the same name, from which the job will tell
 * how it differs. Throws a `HumanError` when there is none.
 */
export async function configurationOf(services: Services, { folder, name, state: { job } }: Run): Promise<string> {
  const asked = parseCommand(job.command)?.configuration;
  const candidates = new Set([
    ...above(folder.fsPath),
    ...(await configurationFiles()).filter(({ scheme }) => scheme === 'file').map(({ fsPath }) => fsPath),
    ...(asked && isAbsolute(asked) ? [asked] : []),
  ]);
  let namesake: string | undefined;
  for (const path of candidates) {
    const configuration = await read(services, path);
    if (configuration && hashOf(frozen(configuration)) === job.hash) return path;
    if (configuration?.name === job.configuration.name) namesake ??= path;
  }
  if (namesake) return namesake;
  throw new HumanError(
    `There is no contrail.json for ${name}: put the one that it was started with into a folder above ${folder.fsPath}.`,
  );
}

function above(folder: string): string[] {
  const found: string[] = [];
  let at = folder;
  for (let level = 0; level < levels && dirname(at) !== at; level++) {
    at = dirname(at);
    found.push(join(at, 'contrail.json'));
  }
  return found;
}

async function read({ configurations }: Services, path: string) {
  const text = await readFile(path, 'utf8').catch(() => undefined);
  const parsed = text === undefined ? undefined : await configurations.parse({ text, file: path });
  return parsed && 'configuration' in parsed ? parsed.configuration : undefined;
}
