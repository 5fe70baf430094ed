import type { Configuration } from '../engine/configuration/schema.ts';
import type { LoopEvent } from '../engine/iteration/loop.ts';
import { HumanError } from '../engine/problem.ts';
import { type Job, openJob } from '../node/job.ts';
import { Stopped } from '../node/stopRequest.ts';
import { errorText, exitCodeOf, exitCodes } from './exitCode.ts';
import { printJson, tell } from './output.ts';
import { openProgress } from './progress.ts';

/** Where and how a job is run by a command. */
export interface JobRun {
  readonly folder: string;
  readonly configuration: Configuration;
  /** Whether events are printed as JSON lines, all but progress. */
  readonly json?: boolean | undefined;
}

/** Runs work as a job of `folder` from its start to its end, whatever end that is, and shows its progress. */
export async function runJob<Output>(
  { folder, configuration, json }: JobRun,
  work: (job: Job) => AsyncGenerator<LoopEvent, Output>,
): Promise<Output> {
  const progress = openProgress();
  const job = openJob(folder, {
    command: commandLine(),
    configuration,
    onNews(news) {
      progress.show(news);
      if (json && news.kind !== 'stage-progress') printJson(news);
    },
  });
  try {
    const output = await reportAll(work(job), job);
    job.end({ status: 'finished', code: exitCodes.done });
    return output;
  } catch (error) {
    const reason = job.signal.aborted && !(error instanceof HumanError) ? job.signal.reason : error;
    endBadly(job, reason);
    throw reason;
  } finally {
    progress.close();
  }
}

/** The command line of this process, as a person would type it. */
export function commandLine(): string {
  return ['contrail', ...process.argv.slice(2)].join(' ');
}

async function reportAll<Output>(events: AsyncGenerator<LoopEvent, Output>, job: Job): Promise<Output> {
  for (;;) {
    const next = await events.next();
    if (next.done) return next.value;
    job.report(next.value);
  }
}

/** Writes down why the work has ended. That this fails too, as on a full disk, is told but hides nothing. */
export function endBadly(job: Job, reason: unknown): void {
  const message = reason instanceof Error ? reason.message : String(reason);
  const status = reason instanceof Stopped ? 'stopped' : 'failed';
  const problems = reason instanceof HumanError && reason.problems.length > 0 ? { problems: reason.problems } : {};
  try {
    if (status === 'failed') job.log(errorText(reason));
    job.end({ status, code: exitCodeOf(reason), message, ...problems });
  } catch (error) {
    tell(errorText(error));
  }
}
