import * as vscode from 'vscode';
import { type Arm, arms } from '../../engine/iteration/place.ts';
import { HumanError } from '../../engine/problem.ts';
import { type ChangesRequest, reportChanges, type WrittenChanges } from '../../node/changesThread.ts';
import { checkMayRun, givenJob } from '../jobs/jobArgument.ts';
import { whichRun } from '../jobs/jobQuestions.ts';
import type { Services } from '../services.ts';
import { isArgumentObject, registerCommand } from '../support/contributions.ts';
import { Disposables } from '../support/disposables.ts';
import { ChangesDocuments } from './changesDocuments.ts';

/** What changed in an iteration, as a report in a read-only document; its data serve hovers and hints of episodes. */
export function registerChanges(services: Services): vscode.Disposable {
  const documents = new ChangesDocuments();
  return new Disposables(
    documents,
    registerCommand('contrail.showChanges', services, async argument => {
      checkMayRun();
      const request = await requestOf(services, argument);
      if (!request) return undefined;
      const written = await withProgress(request);
      if (isArgumentObject(argument) && argument['wait'] === true) return written.text;
      await documents.show(request.run, written);
      return undefined;
    }),
  );
}

/** What is asked for: an iteration of the tree, what a script names, or the latest one of the run that the person chooses. */
async function requestOf(services: Services, argument: unknown): Promise<ChangesRequest | undefined> {
  const { run } = givenJob(argument);
  const chosen = await whichRun(services, run, {
    title: 'Contrail: Show What Changed',
    accepts: () => true,
    none: 'There are no runs in this workspace yet: “Contrail: Run Iterations…” makes one.',
  });
  return chosen && { run: chosen.folder.fsPath, ...placeOf(argument) };
}

function placeOf(argument: unknown): Omit<ChangesRequest, 'run'> {
  const { place, ...own } = (argument ?? {}) as Readonly<Record<string, unknown>>;
  const { seed, arm, iteration } = (isArgumentObject(argument) ? own : (place ?? {})) as Readonly<
    Record<string, unknown>
  >;
  return {
    ...(seed !== undefined && { seed: count('seed', seed) }),
    ...(arm !== undefined && { arm: armOf(arm) }),
    ...(iteration !== undefined && { iteration: count('iteration', iteration) }),
  };
}

function count(name: string, value: unknown): number {
  if (typeof value === 'number' && Number.isSafeInteger(value) && value >= 0) return value;
  throw new HumanError(`Cannot run this command: ${name} is to be a whole number ≥ 0.`);
}

function armOf(value: unknown): Arm {
  const arm = arms.find(name => name === value);
  if (arm && arm !== 'best-of-n') return arm;
  throw new HumanError(
    arm ? 'Best-of-N trains no policy, so there is nothing that it changed.' : `Name one of ${arms.join(', ')} as arm.`,
  );
}

function withProgress(request: ChangesRequest): Thenable<WrittenChanges> {
  const options = {
    location: vscode.ProgressLocation.Notification,
    title: 'Contrail: reading what changed',
    cancellable: true,
  };
  return vscode.window.withProgress(options, (progress, token) => {
    const abort = new AbortController();
    token.onCancellationRequested(() => abort.abort(new vscode.CancellationError()));
    let told = 0;
    return reportChanges(request, {
      signal: abort.signal,
      onProgress(share) {
        progress.report({ increment: (share - told) * 100 });
        told = share;
      },
    });
  });
}
