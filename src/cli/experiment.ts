import { availableParallelism, cpus } from 'node:os';
import { resolve } from 'node:path';
import { type Command, InvalidArgumentError } from 'commander';
import { nearestName } from '../engine/configuration/nearestName.ts';
import { HumanError } from '../engine/problem.ts';
import { shippedStudy, studies } from '../engine/study/registry.ts';
import { parseSeeds, seedsText } from '../engine/study/seedList.ts';
import type { Study } from '../engine/study/study.ts';
import type { StudyReport } from '../engine/study/studyReport.ts';
import { studyText } from '../engine/study/studyText.ts';
import { Evaluations } from '../node/stages/results.ts';
import { readStudyReport, studyFolder, studyRuns, writeStudyReport } from '../node/study/studyFolder.ts';
import { type StudyPlan, variantRuns, writeVariantRun } from '../node/study/variantRun.ts';
import { addCommand, wholeNumber } from './command.ts';
import { UsageError } from './exitCode.ts';
import { loopOf } from './iterate.ts';
import { print, printJson, tell } from './output.ts';
import { commandLine } from './runJob.ts';
import { withContext } from './stageContext.ts';
import { openStudyJobs } from './studyJobs.ts';

interface ExperimentFlags {
  readonly folder: string;
  readonly seeds?: readonly number[];
  readonly only: readonly string[];
  readonly limit?: number;
  readonly threads?: number;
  readonly store?: string;
  readonly list?: true;
  readonly json?: true;
}

/** Adds `experiment`: a study, several experiments that differ in a few settings, run and compared as one. */
export function registerExperiment(program: Command): void {
  addCommand(program, {
    name: 'experiment',
    summary: 'run several experiments that differ in a few settings and compare them over their seeds',
    example: 'contrail experiment recipe --seeds 21-28',
  })
    .argument('[study]', 'one that Contrail ships; without it they are listed')
    .option('--folder <folder>', 'the workspace; the runs go below its folder "runs"', '.')
    .option('--seeds <list>', 'in the place of the study\'s own, e.g. "21-28" or "21,22"', seedList)
    .option('--only <variant>', 'work on this variant alone; may be given again', collect, [])
    .option('--limit <count>', 'take only the first tasks, pairs or trajectories: a quick look', wholeNumber(1))
    .option('--threads <count>', 'threads of the built-in model (default: one a core)', wholeNumber(1))
    .option('--store <folder>', 'write the report there too, as <study>.json and <study>.md')
    .option('--list', 'list the studies that Contrail ships')
    .option('--json', 'print JSON lines')
    .action(async (name: string | undefined, flags: ExperimentFlags) => {
      if (name === undefined || flags.list) return listStudies(flags.json ?? false);
      const { study, base } = openStudy(name);
      const report = await runStudy({ study, base, version: program.version() ?? '' }, flags);
      if (flags.json) printJson(report);
      else print(studyText(report));
    });
}

function listStudies(json: boolean): void {
  for (const { name, title, question, seeds, variants } of studies) {
    if (json) printJson({ name, title, question, seeds, variants: variants.map(variant => variant.name) });
    else print(`${name.padEnd(16)}${question} (${variants.length} variants, seeds ${seedsText(seeds)})`);
  }
}

function openStudy(name: string): { study: Study; base: string } {
  const shipped = shippedStudy(name);
  if (shipped) return { study: shipped, base: process.cwd() };
  const known = studies.map(study => study.name);
  throw new UsageError(`There is no study "${name}".${nearestName(name, known)}`);
}

interface Asked {
  readonly study: Study;
  readonly base: string;
  readonly version: string;
}

/** Works on a study, seed by seed over its variants, so that one that is interrupted has whole seeds; returns its report. */
async function runStudy({ study, base, version }: Asked, flags: ExperimentFlags): Promise<StudyReport> {
  const { folder, seeds = study.seeds, only, limit, threads, store, json } = flags;
  const where = { workspace: resolve(folder), ...(limit !== undefined && { limit }) };
  const home = studyFolder(where, study.name);
  const plan: StudyPlan = {
    study,
    base,
    folder: home,
    seeds,
    ...(limit !== undefined && { limit }),
    ...(threads !== undefined && { threads }),
  };
  const runs = variantRuns(plan).filter(({ variant }) => only.length === 0 || only.includes(variant.name));
  const unknown = only.find(name => !study.variants.some(variant => variant.name === name));
  if (unknown !== undefined) {
    const known = study.variants.map(({ name }) => name);
    throw new UsageError(`The study ${study.name} has no variant "${unknown}".${nearestName(unknown, known)}`);
  }
  const evaluations = new Evaluations();
  const circumstances = { command: commandLine(), contrail: version, machine: machine(), evaluations };
  const report = async () => {
    const known = await readStudyReport(plan, circumstances);
    await writeStudyReport(home, 'study', known);
    if (store !== undefined) await writeStudyReport(resolve(store), study.name, known);
    return known;
  };
  for (const run of runs) await writeVariantRun(run);
  const jobs = openStudyJobs(runs, { json });
  const others = await studyRuns(where);
  try {
    for (const seed of seeds) {
      for (const run of runs) {
        const job = jobs.select(run);
        jobs.tell(`${study.name} · ${run.variant.name} · seed ${seed}`);
        const configuration = { ...run.configuration, seeds: [seed] };
        const input = { configuration, base: run.folder, run: run.folder, others, evaluations };
        const work = withContext(
          { ...input, ...(limit !== undefined && { limit }), job: { ...job, signal: jobs.signal } },
          loopOf,
        );
        for await (const event of work) job.report(event);
        if (seed === seeds.at(-1)) jobs.finish(run);
      }
      await report();
    }
  } catch (error) {
    const reason = jobs.signal.aborted && !(error instanceof HumanError) ? jobs.signal.reason : error;
    jobs.fail(reason);
    await report();
    tell(home);
    throw reason;
  }
  tell(home);
  return report();
}

function machine(): string {
  const [processor] = cpus();
  const cores = availableParallelism();
  const node = `Node ${process.versions.node}`;
  return `${cores} ${cores === 1 ? 'core' : 'cores'} of ${processor?.model.trim() || 'an unknown processor'} (${process.platform} ${process.arch}, ${node})`;
}

function seedList(text: string): readonly number[] {
  const seeds = parseSeeds(text);
  if (!seeds) throw new InvalidArgumentError('It is to be a list of different seeds such as "21-28" or "21,22".');
  return seeds;
}

function collect(value: string, before: readonly string[]): readonly string[] {
  return [...before, value];
}
