import { type Job, openJob } from '../node/job.ts';
import { Stopped } from '../node/stopRequest.ts';
import type { VariantRun } from '../node/study/variantRun.ts';
import { exitCodes } from './exitCode.ts';
import { printJson } from './output.ts';
import { openProgress } from './progress.ts';
import { commandLine, endBadly } from './runJob.ts';

/** The runs of a study as jobs of this process, all held from its start on: nobody else works in them meanwhile. */
export interface StudyJobs {
  /** Aborted when any of them is asked to stop, or taken over by another process. */
  readonly signal: AbortSignal;
  /** The job of a run, whose news are shown from now on. */
  select(run: VariantRun): Job;
  /** A run is done. */
  finish(run: VariantRun): void;
  /** The work on the selected run has ended badly, and with it that on all others that are not done. */
  fail(reason: unknown): void;
  /** Says something to the person who watches. */
  tell(text: string): void;
}

/** Opens the jobs of runs; when one cannot be opened, lets go of the others and throws a `HumanError` that says why. */
export function openStudyJobs(
  runs: readonly VariantRun[],
  { json }: { readonly json?: boolean | undefined },
): StudyJobs {
  const progress = openProgress();
  const jobs = new Map<VariantRun, Job>();
  let selected: VariantRun | undefined;
  const fail = (reason: unknown) => {
    const name = selected?.variant.name;
    for (const [run, job] of jobs)
      endBadly(job, run === selected || reason instanceof Stopped ? reason : new Stopped(`${name} failed`));
    jobs.clear();
    progress.close();
  };
  try {
    for (const run of runs) {
      const { configuration, folder, variant } = run;
      const job = openJob(folder, {
        command: commandLine(),
        configuration,
        onNews(news) {
          if (run !== selected || news.kind === 'job-started') return;
          progress.show(news);
          if (json && news.kind !== 'stage-progress') printJson({ variant: variant.name, ...news });
        },
      });
      jobs.set(run, job);
    }
  } catch (error) {
    fail(new Stopped('another run of the study could not be opened'));
    throw error;
  }
  return {
    signal: AbortSignal.any([...jobs.values()].map(({ signal }) => signal)),
    select(run) {
      selected = run;
      return jobs.get(run)!;
    },
    finish(run) {
      jobs.get(run)?.end({ status: 'finished', code: exitCodes.done });
      jobs.delete(run);
      if (jobs.size === 0) progress.close();
    },
    fail,
    tell(text) {
      progress.close();
      process.stderr.write(`${text}\n`);
    },
  };
}
