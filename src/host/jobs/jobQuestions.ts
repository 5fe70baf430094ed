import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import * as vscode from 'vscode';
import { HumanError } from '../../engine/problem.ts';
import { commandTitles, type JobCommand } from '../../node/jobCommand.ts';
import { stateText } from '../../node/jobText.ts';
import type { Services } from '../services.ts';
import { runCommand } from '../support/contributions.ts';
import { ask, askAll, choose } from '../support/quickSteps.ts';
import { validConfiguration } from './configurationDocument.ts';
import type { JobPlan } from './jobPlan.ts';
import { type RunChoice, runChoices } from './runChoice.ts';
import { configurationFiles } from './runSearch.ts';
import type { Run } from './runs.ts';

const lastUsed = 'jobs.lastConfiguration';

/**
 * The configuration to work with: that of the active editor, the only one, or the one that the person chooses among
 * several. A script gets the first in that order. Undefined when there is none and the person was shown the way.
 */
export async function askWhich({ context }: Services, isInteractive: boolean): Promise<string | undefined> {
  const files = (await configurationFiles()).filter(({ scheme }) => scheme === 'file').map(({ fsPath }) => fsPath);
  const active = vscode.window.activeTextEditor?.document.uri;
  const first = [active?.scheme === 'file' ? active.fsPath : '', context.workspaceState.get<string>(lastUsed, '')];
  const sorted = [...new Set([...first.filter(path => files.includes(path)), ...files])];
  if (sorted.length === 0) return offerNew(isInteractive);
  if (!isInteractive || sorted.length === 1 || sorted[0] === first[0]) return sorted[0];
  const items = sorted.map(value => ({ label: vscode.workspace.asRelativePath(value), value }));
  const chosen = await askAll('Contrail', '', [(_, step) => choose(step, { placeholder: 'Which experiment?', items })]);
  await context.workspaceState.update(lastUsed, chosen);
  return chosen;
}

function offerNew(isInteractive: boolean): undefined {
  const message = 'There is no contrail.json in this workspace: an experiment is one such file.';
  if (!isInteractive) throw new HumanError(message);
  void vscode.window.showInformationMessage(message, 'New Experiment…').then(choice => {
    if (choice) void vscode.commands.executeCommand('contrail.newExperiment');
  });
}

interface Answers {
  readonly choice?: RunChoice;
  readonly limit?: number;
}

/** Asks whether to start anew or go on, and on how many tasks. Undefined when the person wanted to see a job instead. */
export async function askJob(services: Services, command: JobCommand, path: string): Promise<JobPlan | undefined> {
  const configuration = await validConfiguration(services, path);
  const folder = join(dirname(path), 'runs');
  const beside = (await services.runs.list()).filter(run => dirname(run.folder.fsPath) === folder);
  const choices = runChoices({
    command,
    configuration,
    runs: new Map(beside.map(run => [run.name, run])),
    isTaken: name => existsSync(join(folder, name)),
    now: Date.now(),
  });
  const { choice, limit } = await askAll<Answers>(`Contrail: ${commandTitles[command]}`, {}, [
    (_, step) =>
      choose(step, {
        placeholder: `${vscode.workspace.asRelativePath(path)}: start a run, or go on with one?`,
        items: choices.map(value => ({ label: value.label, description: value.description, value })),
      }).then(choice => ({ choice })),
    (answers, step) =>
      answers.choice?.kind === 'limited'
        ? ask(step, {
            prompt: 'At most so many tasks of each split',
            value: '50',
            check: text => (/^[1-9]\d{0,8}$/.test(text) ? undefined : 'A whole number ≥ 1.'),
          }).then(text => ({ ...answers, limit: Number(text) }))
        : undefined,
  ]);
  const run = join(folder, choice!.name);
  if (choice!.kind !== 'show') return { command, configuration: path, run, ...(limit !== undefined && { limit }) };
  await runCommand('contrail.showJob', { run });
  return undefined;
}

/** Lets the person choose one of the jobs; the only one is taken. Undefined, after a word about it, when there is none. */
export async function askRun(title: string, candidates: readonly Run[], none: string): Promise<Run | undefined> {
  if (candidates.length === 0) {
    void vscode.window.showInformationMessage(none);
    return undefined;
  }
  if (candidates.length === 1) return candidates[0];
  const now = Date.now();
  const isRunning = ({ state }: Run) => state.status === 'running';
  const sorted = [...candidates.filter(isRunning), ...candidates.filter(run => !isRunning(run))];
  const items = sorted.map(value => ({
    label: value.name,
    description: stateText(value, now),
    detail: vscode.workspace.asRelativePath(dirname(value.folder.fsPath)),
    value,
  }));
  return askAll<Run>(title, candidates[0]!, [(_, step) => choose(step, { placeholder: 'Which job?', items })]);
}

/** Which runs a command about a job takes. */
export interface RunWanted {
  readonly title: string;
  accepts(run: Run): boolean;
  /** What is said when there is none. */
  readonly none: string;
  /** Completes "This run …" for one that is not accepted. */
  readonly refusal?: string;
}

/** The run that a command about a job means: the one it was given, or the one that the person chooses. */
export async function whichRun(
  { runs }: Services,
  given: string | undefined,
  { title, accepts, none, refusal = 'is not meant here' }: RunWanted,
): Promise<Run | undefined> {
  if (given === undefined) return askRun(title, (await runs.list()).filter(accepts), none);
  const run = await runs.follow(given);
  if (!run) throw new HumanError(`${given} is no run folder.`);
  if (!accepts(run)) throw new HumanError(`${run.name} ${refusal}: ${stateText(run, Date.now())}.`);
  return run;
}
