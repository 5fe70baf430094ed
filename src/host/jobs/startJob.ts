import { basename, dirname, join } from 'node:path';
import * as vscode from 'vscode';
import { HumanError } from '../../engine/problem.ts';
import type { JobCommand } from '../../node/jobCommand.ts';
import { launchJob } from '../../node/jobLaunch.ts';
import type { Services } from '../services.ts';
import { runCommand } from '../support/contributions.ts';
import { messageText } from '../support/messageText.ts';
import { InvalidConfiguration, validConfiguration } from './configurationDocument.ts';
import { configurationOf } from './configurationOf.ts';
import { checkMayRun, type GivenJob, givenJob } from './jobArgument.ts';
import type { JobPlan } from './jobPlan.ts';
import { askJob, askWhich } from './jobQuestions.ts';
import { keyEnvironment } from './keys.ts';
import type { Run } from './runs.ts';

/** What a command that starts a job gives to a script. */
export interface JobStarted {
  /** Path of the run folder. */
  readonly run: string;
  /** How the job stands; its end where that was waited for. */
  readonly status: Run['state']['status'];
}

/** Who else wants to know of a start. */
export interface JobWatch {
  /** A job is about to be started in a folder, where this run stands. */
  expect(folder: string, before: Run | undefined): void;
  /** A job that this window started runs. */
  follow(run: Run): void;
}

/** Does a command that starts a job: asks what is not given, checks the configuration, starts and, if told to, waits. */
export async function startJob(
  services: Services,
  watch: JobWatch,
  { command, argument }: { readonly command: JobCommand; readonly argument: unknown },
): Promise<JobStarted | undefined> {
  checkMayRun();
  const given = givenJob(argument);
  try {
    const plan = await planJob(services, command, given);
    return plan && (await runPlan(services, watch, plan, given));
  } catch (error) {
    if (!given.isInteractive || !(error instanceof InvalidConfiguration)) throw error;
    error.show();
    return undefined;
  }
}

async function planJob(services: Services, command: JobCommand, given: GivenJob): Promise<JobPlan | undefined> {
  const { run, limit, isInteractive } = given;
  const wanted = limit === undefined ? {} : { limit };
  const known = run === undefined ? undefined : await services.runs.find(run);
  const configuration =
    given.configuration ?? (known ? await configurationOf(services, known) : await askWhich(services, isInteractive));
  if (configuration === undefined) return undefined;
  if (run !== undefined) return { command, configuration, run, ...wanted };
  if (isInteractive) return askJob(services, command, configuration);
  const { name } = await validConfiguration(services, configuration);
  return { command, configuration, run: join(dirname(configuration), 'runs', name), ...wanted };
}

/** Starts what is planned. Throws a `HumanError` with the job's own words when it does not begin. */
export async function runPlan(
  services: Services,
  watch: JobWatch,
  plan: JobPlan,
  { isInteractive, wait }: Pick<GivenJob, 'isInteractive' | 'wait'>,
): Promise<JobStarted | undefined> {
  const { context, runs, log } = services;
  const configuration = await validConfiguration(services, plan.configuration);
  const before = await runs.follow(plan.run);
  if (before?.state.status === 'running') return tellRunning(before, isInteractive);
  const environment = await keyEnvironment(services, configuration, isInteractive);
  watch.expect(plan.run, before);
  const begun = performance.now();
  await launchJob({
    ...plan,
    cli: context.asAbsolutePath(join('dist', 'cli.cjs')),
    environment,
    output: join(context.logUri.fsPath, `${basename(plan.run)}-${Date.now()}.txt`),
  });
  log.info(`Started ${plan.command} in ${plan.run} within ${Math.round(performance.now() - begun)} ms.`);
  const run = await runs.follow(plan.run);
  if (!run) throw new HumanError(`The job in ${plan.run} has left no trace; see whether the folder can be written.`);
  watch.follow(run);
  const status = wait ? await ended(services, run) : run.state.status;
  return { run: plan.run, status };
}

function tellRunning({ folder, name, state }: Run, isInteractive: boolean): undefined {
  const { pid, host, since } = state.holder!;
  const message = `${name} is at work already: process ${pid} on ${host}, since ${new Date(since).toLocaleString()}.`;
  if (!isInteractive) throw new HumanError(message);
  void vscode.window.showInformationMessage(messageText(message), 'Show Job').then(choice => {
    if (choice) void runCommand('contrail.showJob', { run: folder.fsPath });
  });
}

function ended({ runs }: Services, run: Run): Promise<Run['state']['status']> {
  return new Promise(resolve => {
    const check = async () => {
      const status = (await runs.find(run.folder))?.state.status ?? 'gone';
      if (status === 'running') return;
      subscription.dispose();
      resolve(status);
    };
    const subscription = runs.onDidChange(check);
    void check();
  });
}
