import { existsSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import {
  type Circumstances,
  type StudyReport,
  studyReport,
  type VariantResults,
} from '../../engine/study/studyReport.ts';
import { studyMarkdown } from '../../engine/study/studyText.ts';
import { jobFiles } from '../jobFiles.ts';
import { policyCost } from '../stages/policyCost.ts';
import { type Evaluations, readResults } from '../stages/results.ts';
import { RunFolder } from '../stages/runFolder.ts';
import { type StudyPlan, variantRuns } from './variantRun.ts';

/** Where in a workspace the runs of a study are. */
export interface StudyHome {
  readonly workspace: string;
  /** At most so many tasks, pairs or trajectories a stage: a quick look, which has a folder of its own. */
  readonly limit?: number;
}

/** The folder of a study's runs. */
export function studyFolder({ workspace, limit }: StudyHome, name: string): string {
  return join(workspace, 'runs', `${name}${lookSuffix(limit)}`);
}

/** The runs of all studies of a workspace that have the same limit: what the variants of one may take over from. */
export async function studyRuns({ workspace, limit }: StudyHome): Promise<RunFolder[]> {
  const runs: RunFolder[] = [];
  for (const study of await foldersIn(join(workspace, 'runs'))) {
    if (lookSuffix(limit) !== (/\.limit-\d+$/.exec(study)?.[0] ?? '')) continue;
    for (const folder of await foldersIn(study))
      if (existsSync(join(folder, jobFiles.job))) runs.push(new RunFolder(folder));
  }
  return runs;
}

function lookSuffix(limit: number | undefined): string {
  return limit === undefined ? '' : `.limit-${limit}`;
}

async function foldersIn(folder: string): Promise<string[]> {
  // What cannot be read holds nothing to take over.
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
  return entries
    .filter(entry => entry.isDirectory())
    .map(({ name }) => join(folder, name))
    .sort();
}

/** The report of a study as far as its runs have come, from nothing but what is stored in them. */
export async function readStudyReport(
  plan: StudyPlan,
  { evaluations, ...circumstances }: Omit<Circumstances, 'limit'> & { readonly evaluations: Evaluations },
): Promise<StudyReport> {
  const runs = new Map<string, VariantResults>();
  for (const { variant, folder, configuration } of variantRuns(plan)) {
    if (!existsSync(join(folder, jobFiles.job))) continue;
    const { gate } = configuration.evaluate;
    const { results, markers } = await readResults(new RunFolder(folder), { gate, evaluations });
    runs.set(variant.name, { results, seconds: ({ place }) => policyCost(markers, place) });
  }
  const { study, seeds, limit } = plan;
  return studyReport(study, runs, { ...circumstances, seeds, ...(limit !== undefined && { limit }) });
}

/** Writes a report as JSON and as Markdown: `<name>.json` and `<name>.md`. */
export async function writeStudyReport(folder: string, name: string, report: StudyReport): Promise<void> {
  const files = new RunFolder(folder);
  await files.folder('.');
  await files.write(`${name}.json`, `${JSON.stringify(report, undefined, 2)}\n`);
  await files.write(`${name}.md`, studyMarkdown(report));
}
