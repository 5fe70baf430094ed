import { existsSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import * as vscode from 'vscode';
import { type ExperimentChoices, experimentText } from '../../engine/configuration/experimentText.ts';
import { HumanError } from '../../engine/problem.ts';
import { fileError } from '../../node/fileError.ts';
import { checkMayRun } from '../jobs/jobArgument.ts';
import { localFolders } from '../jobs/runSearch.ts';
import type { Services } from '../services.ts';
import { isArgumentObject } from '../support/contributions.ts';
import { askExperiment } from './experimentQuestions.ts';
import { givenExperiment } from './givenExperiment.ts';

/** An experiment that is to be written. */
export interface NewExperiment extends ExperimentChoices {
  /** The folder that gets `contrail.json`. */
  readonly folder: string;
}

/**
 * `contrail.newExperiment`: writes a `contrail.json` and opens it; returns its path. Never writes over one: a script gets
 * a `HumanError`, a person chooses another folder or opens what is there.
 */
export async function newExperiment(
  { context }: Services,
  argument: unknown,
): Promise<{ readonly configuration: string } | undefined> {
  checkMayRun();
  const folder = localFolders()[0]?.uri.fsPath;
  const isScript = isArgumentObject(argument);
  if (!isScript && folder === undefined) return offerFolder();
  const experiment = isScript ? givenExperiment(argument, folder) : await askExperiment(context);
  const configuration = join(experiment.folder, 'contrail.json');
  if (isScript || !existsSync(configuration)) await write(configuration, experiment);
  await vscode.window.showTextDocument(vscode.Uri.file(configuration));
  return { configuration };
}

function offerFolder(): undefined {
  const message = 'An experiment lives in a folder: open one first, an empty one will do.';
  void vscode.window.showInformationMessage(message, 'Open Folder…').then(choice => {
    if (choice) void vscode.commands.executeCommand('vscode.openFolder');
  });
}

async function write(path: string, experiment: NewExperiment): Promise<void> {
  const folder = dirname(path);
  const { environment } = experiment;
  const choices: ExperimentChoices =
    environment.name === 'alfworld'
      ? { ...experiment, environment: { ...environment, root: nearPath(folder, environment.root) } }
      : experiment;
  try {
    await mkdir(folder, { recursive: true });
    await writeFile(path, experimentText(choices), { flag: 'wx' });
  } catch (error) {
    const isThere = error instanceof Error && 'code' in error && error.code === 'EEXIST';
    throw isThere
      ? new HumanError(`${path} is there already: name another folder, or change that file.`)
      : fileError(error, 'write', path);
  }
}

/** A path as it is written into a file of `folder`: relative where it lies below, `/` as separator. */
function nearPath(folder: string, path: string): string {
  const near = relative(folder, path);
  const written = near.startsWith('..') || near === '' || /^[A-Za-z]:/.test(near) ? path : near;
  return written.replaceAll('\\', '/');
}
