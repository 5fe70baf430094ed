import type * as vscode from 'vscode';
import { HumanError } from '../../engine/problem.ts';
import { type JobCommand, parseCommand } from '../../node/jobCommand.ts';
import { requestStop } from '../../node/stopRequest.ts';
import type { Services } from '../services.ts';
import { type CommandId, registerCommand } from '../support/contributions.ts';
import { Disposables } from '../support/disposables.ts';
import { configurationOf } from './configurationOf.ts';
import { checkMayRun, givenJob } from './jobArgument.ts';
import { canResume, registerJobDocument, showJobDocument } from './jobDocument.ts';
import { JobEnds } from './jobEnds.ts';
import { showProgress } from './jobNotification.ts';
import { whichRun } from './jobQuestions.ts';
import { JobStatus } from './jobStatus.ts';
import { registerJobTasks } from './jobTasks.ts';
import { setKey } from './keys.ts';
import { type JobStarted, type JobWatch, runPlan, startJob } from './startJob.ts';

const starts = {
  'contrail.explore': 'explore',
  'contrail.buildPairs': 'pair',
  'contrail.train': 'train',
  'contrail.evaluate': 'evaluate',
  'contrail.runIterations': 'iterate',
} as const satisfies Partial<Record<CommandId, JobCommand>>;

/** Jobs: the commands that start, stop, resume and show them, and all that tells how they stand. */
export function registerJobs(services: Services): vscode.Disposable {
  const { runs, log } = services;
  const status = new JobStatus();
  const ends = new JobEnds(services);
  const watch: JobWatch = {
    expect: (folder, before) => ends.expect(folder, before),
    follow: run => showProgress(services, run),
  };
  const observe = async () => {
    const all = await runs.list();
    status.show(all, ends.observe(all));
  };
  const observeSafely = () => void observe().catch((error: Error) => log.error(error));
  // Jobs are found again after activation, not during it.
  const soon = setTimeout(() => void ends.recall().then(observeSafely));
  return new Disposables(
    status,
    { dispose: () => clearTimeout(soon) },
    runs.onDidChange(observeSafely),
    registerJobDocument(services),
    registerJobTasks(services, watch),
    ...Object.entries(starts).map(([id, command]) =>
      registerCommand(id as keyof typeof starts, services, argument =>
        startJob(services, watch, { command, argument }),
      ),
    ),
    registerCommand('contrail.resumeJob', services, argument => resume(services, watch, argument)),
    registerCommand('contrail.stopJob', services, argument => stop(services, argument)),
    registerCommand('contrail.showJob', services, async argument => {
      const run = await whichRun(services, givenJob(argument).run, {
        title: 'Contrail: Show Job',
        accepts: () => true,
        none: 'There are no jobs in this workspace yet.',
      });
      if (!run) return;
      status.acknowledge(run.folder.fsPath, await runs.list());
      await showJobDocument(run);
    }),
    registerCommand('contrail.setKey', services, argument => setKey(services, argument)),
  );
}

async function resume(services: Services, watch: JobWatch, argument: unknown): Promise<JobStarted | undefined> {
  checkMayRun();
  const given = givenJob(argument);
  const run = await whichRun(services, given.run, {
    title: 'Contrail: Resume Job',
    accepts: canResume,
    none: 'There is no job to resume: one that was stopped, failed or lost its process.',
    refusal: 'cannot be resumed',
  });
  if (!run) return undefined;
  const line = parseCommand(run.state.job.command);
  if (!line)
    throw new HumanError(`${run.name} was not started by a command that is known here: ${run.state.job.command}`);
  const { command, limit } = line;
  const configuration = await configurationOf(services, run);
  const plan = { command, configuration, run: run.folder.fsPath, ...(limit !== undefined && { limit }) };
  return runPlan(services, watch, plan, given);
}

async function stop(services: Services, argument: unknown): Promise<void> {
  checkMayRun();
  const run = await whichRun(services, givenJob(argument).run, {
    title: 'Contrail: Stop Job',
    accepts: ({ state }) => state.status === 'running',
    none: 'No job is running.',
    refusal: 'cannot be stopped',
  });
  if (run) requestStop(run.folder.fsPath);
}
