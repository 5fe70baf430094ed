import { existsSync } from 'node:fs';
import { dirname, isAbsolute, relative, resolve } from 'node:path';
import { type Command, InvalidArgumentError } from 'commander';
import { nearestName } from '../engine/configuration/nearestName.ts';
import { HumanError } from '../engine/problem.ts';
import { mergeSettings } from '../engine/study/mergeSettings.ts';
import { parseStudy } from '../engine/study/parseStudy.ts';
import { shippedStudy, studies } from '../engine/study/registry.ts';
import { parseSeeds, seedsText } from '../engine/study/seedList.ts';
import type { Study } from '../engine/study/study.ts';
import { studyText } from '../engine/study/studyText.ts';
import { worldPorts } from '../node/worldPorts.ts';
import { addCommand, wholeNumber } from './command.ts';
import { UsageError } from './exitCode.ts';
import { print, printJson, tell } from './output.ts';
import { runStudy, type StudyOrder } from './studyRun.ts';

interface ExperimentFlags extends Pick<StudyOrder, 'seeds' | 'only' | 'limit' | 'threads' | 'store'> {
  readonly folder: string;
  readonly root?: string;
  readonly list?: true;
  readonly json?: boolean;
}

/** Adds `experiment`: a study, several experiments that differ in a few settings, run and compared as one. */
export function registerExperiment(program: Command): void {
  addCommand(program, {
    name: 'experiment',
    summary: 'run several experiments that differ in a few settings, and compare them over their seeds',
    example: 'contrail experiment recipe --seeds 21-28',
  })
    .argument('[study]', 'one that Contrail ships, or a file; without it those that it ships are listed')
    .option('--folder <folder>', 'the workspace; the runs go below its folder "runs"', '.')
    .option('--root <folder>', "folder of the game files, in the place of the study's own: ALFWorld's json_2.1.1")
    .option('--seeds <list>', 'in the place of the study\'s own, e.g. "21-28" or "21,22"', seedList)
    .option('--only <variant>', 'work on this variant alone; may be given again', collect, [])
    .option('--limit <count>', 'take only the first tasks, pairs or trajectories: a quick look', wholeNumber(1))
    .option('--threads <count>', 'threads of the built-in model (default: one a core)', wholeNumber(1))
    .option('--store <folder>', 'write the report there too, as <study>.json and <study>.md')
    .option('--list', 'list the studies that Contrail ships')
    .option('--json', 'print JSON lines')
    .action(async (name: string | undefined, { folder, root, list, json = false, ...flags }: ExperimentFlags) => {
      if (name === undefined || list) return listStudies(json);
      const workspace = resolve(folder);
      const report = await runStudy({
        ...withRoot(await openStudy(name), root),
        ...flags,
        workspace,
        json,
        version: program.version() ?? '',
      });
      if (json) printJson(report);
      else print(studyText(report));
    });
}

function listStudies(json: boolean): void {
  const width = Math.max(...studies.map(({ name }) => name.length));
  for (const { name, title, question, seeds, variants } of studies) {
    if (json) printJson({ name, title, question, seeds, variants: variants.map(variant => variant.name) });
    else print(`${name.padEnd(width)}  ${question} ${variants.length} variants, seeds ${seedsText(seeds)}.`);
  }
  if (!json) tell('Run one with: contrail experiment <name>. A file of your own works too.');
}

/** The study of a name or a file, and the folder that relative paths in it start at. */
async function openStudy(name: string): Promise<Pick<StudyOrder, 'study' | 'name' | 'base'>> {
  const shipped = shippedStudy(name);
  if (shipped) return { study: shipped, name, base: process.cwd() };
  const isFile = /[/\\]|\.jsonc?$/.test(name) || existsSync(name);
  if (!isFile) {
    const names = studies.map(study => study.name);
    throw new UsageError(`There is no study "${name}".${nearestName(name, names)}`);
  }
  const text = await worldPorts.readText(name).catch((error: unknown) => {
    throw error instanceof HumanError ? new UsageError(error.message, [], { cause: error }) : error;
  });
  const parsed = parseStudy(text, name);
  if ('study' in parsed) return { study: parsed.study, name, base: dirname(resolve(name)) };
  throw new UsageError(`${name} is no valid study.`, parsed.problems);
}

/** The study with another folder of game files; a relative one stays relative, so that a report tells no folder of this machine. */
function withRoot(opened: Awaited<ReturnType<typeof openStudy>>, root: string | undefined): typeof opened {
  if (root === undefined) return opened;
  const { study, name, base } = opened;
  const environment = { root: isAbsolute(root) ? root : relative(base, resolve(root)) };
  const experiment = mergeSettings(study.experiment, { environment }) as Study['experiment'];
  return { study: { ...study, experiment }, name: `${name} --root ${root}`, base };
}

function seedList(text: string): readonly number[] {
  const seeds = parseSeeds(text);
  if (!seeds) throw new InvalidArgumentError('It is to be a list of different seeds such as "21-28" or "21,22".');
  return seeds;
}

function collect(value: string, before: readonly string[]): readonly string[] {
  return [...before, value];
}
