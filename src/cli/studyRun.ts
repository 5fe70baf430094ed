import { availableParallelism, cpus } from 'node:os';
import { resolve } from 'node:path';
import { nearestName } from '../engine/configuration/nearestName.ts';
import { HumanError } from '../engine/problem.ts';
import { seedsOption } from '../engine/study/seedList.ts';
import type { Study } from '../engine/study/study.ts';
import type { StudyReport } from '../engine/study/studyReport.ts';
import { Evaluations } from '../node/stages/results.ts';
import { readStudyReport, studyFolder, studyRuns, writeStudyReport } from '../node/study/studyFolder.ts';
import { type StudyPlan, type VariantRun, variantRuns, writeVariantRun } from '../node/study/variantRun.ts';
import { errorText, UsageError } from './exitCode.ts';
import { loopOf } from './iterate.ts';
import { tell } from './output.ts';
import { withContext } from './stageContext.ts';
import { openStudyJobs, type StudyJobs } from './studyJobs.ts';

/** A study and what is asked of it. */
export interface StudyOrder {
  readonly study: Study;
  /** The study's name, or the file that describes it, as it was given. */
  readonly name: string;
  /** Folder that relative paths in the study start at. */
  readonly base: string;
  readonly workspace: string;
  /** Version of Contrail. */
  readonly version: string;
  /** In the place of the study's own. */
  readonly seeds?: readonly number[];
  /** Variants to work on; all when empty. The report tells of all that is there. */
  readonly only: readonly string[];
  readonly limit?: number;
  readonly threads?: number;
  /** Another folder for the report. */
  readonly store?: string;
  /** Whether events are printed as JSON lines, all but progress. */
  readonly json: boolean;
}

/** Runs a study or goes on with it, and returns its report, which however this ends is written beside the runs. */
export async function runStudy(order: StudyOrder): Promise<StudyReport> {
  const { study, base, version, workspace, store, limit, threads, seeds = study.seeds } = order;
  const home = { workspace, ...(limit !== undefined && { limit }) };
  const folder = studyFolder(home, study.name);
  const pace = { ...(limit !== undefined && { limit }), ...(threads !== undefined && { threads }) };
  const plan: StudyPlan = { study, base, folder, seeds, ...pace };
  const evaluations = new Evaluations();
  const writeReport = async () => {
    const circumstances = { command: commandOf(order), contrail: version, machine: machineText() };
    const report = await readStudyReport(plan, { ...circumstances, evaluations });
    await writeStudyReport(folder, 'study', report);
    if (store !== undefined) await writeStudyReport(resolve(store), study.name, report);
    return report;
  };
  const runs = chosen(variantRuns(plan), order);
  const jobs = openStudyJobs(runs, order);
  try {
    for (const run of runs) await writeVariantRun(run);
    // Read when the jobs are open, so that the study's own runs are among them.
    const others = await studyRuns(home);
    for (const seed of seeds) {
      for (const run of runs) {
        const last = seed === seeds.at(-1);
        jobs.tell(`${study.name} · ${run.variant.name} · seed ${seed}`);
        await workOn(run, jobs, { seed, last, input: { others, evaluations, ...(limit !== undefined && { limit }) } });
      }
      await writeReport();
    }
  } catch (error) {
    const reason = jobs.signal.aborted && !(error instanceof HumanError) ? jobs.signal.reason : error;
    jobs.fail(reason);
    // What ended the work is what the person has to know.
    await writeReport().catch((failure: unknown) => tell(errorText(failure)));
    tell(folder);
    throw reason;
  }
  tell(folder);
  return writeReport();
}

function chosen(runs: readonly VariantRun[], { study, only }: StudyOrder): readonly VariantRun[] {
  const names = runs.map(({ variant }) => variant.name);
  const unknown = only.find(name => !names.includes(name));
  if (unknown !== undefined)
    throw new UsageError(`The study ${study.name} has no variant "${unknown}".${nearestName(unknown, names)}`);
  return only.length === 0 ? runs : runs.filter(({ variant }) => only.includes(variant.name));
}

type ContextInput = Parameters<typeof withContext>[0];

interface Piece {
  readonly seed: number;
  /** Whether the run is done with it. */
  readonly last: boolean;
  readonly input: Pick<ContextInput, 'others' | 'evaluations' | 'limit'>;
}

/** One seed of one variant: the whole loop. */
async function workOn(run: VariantRun, jobs: StudyJobs, { seed, last, input }: Piece): Promise<void> {
  const { folder, configuration } = run;
  const job = { ...jobs.select(run), signal: jobs.signal };
  const where = { configuration: { ...configuration, seeds: [seed] }, base: folder, run: folder };
  for await (const event of withContext({ ...input, ...where, job }, loopOf)) job.report(event);
  if (last) jobs.finish(run);
}

/** The command that gives the same report in another workspace. */
function commandOf({ name, study, seeds, limit }: StudyOrder): string {
  const options = [
    ...(seeds && seedsOption(seeds) !== seedsOption(study.seeds) ? ['--seeds', seedsOption(seeds)] : []),
    ...(limit === undefined ? [] : ['--limit', limit]),
  ];
  return ['contrail experiment', name, ...options].join(' ');
}

function machineText(): string {
  const processor = cpus()[0]?.model.trim() || 'an unknown processor';
  const cores = availableParallelism();
  const system = `${process.platform} ${process.arch}, Node ${process.versions.node}`;
  return `${cores} ${cores === 1 ? 'core' : 'cores'} of ${processor} (${system})`;
}
