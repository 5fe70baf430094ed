import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { type Command, Option } from 'commander';
import type { Configuration } from '../engine/configuration/schema.ts';
import { worldSettings } from '../engine/configuration/worldSettings.ts';
import { builtinWorld, exportGame } from '../engine/environments/builtin/world.ts';
import type { World } from '../engine/environments/environment.ts';
import { worldKind, worldKinds } from '../engine/environments/registry.ts';
import { problemText } from '../engine/problem.ts';
import { type Split, splits, type Task } from '../engine/trajectory/trajectory.ts';
import { fileError } from '../node/fileError.ts';
import { worldPorts } from '../node/worldPorts.ts';
import { addCommand, wholeNumber } from './command.ts';
import { configurationIn } from './configuration.ts';
import { asConfigured, exitCodes, UsageError } from './exitCode.ts';
import { print, printJson, tell } from './output.ts';

interface TasksFlags {
  readonly environment?: string;
  readonly root?: string;
  readonly seed?: number;
  readonly split?: Split;
  readonly limit?: number;
  readonly write?: string;
  readonly json?: true;
}

/** How many tasks of a split are listed when nobody says: some splits have no end. */
const fewTasks = 100;

const names = worldKinds.map(({ name }) => name);

/** `contrail tasks`: lists what can be played, or writes it as game files. */
export function registerTasks(program: Command): void {
  addCommand(program, {
    name: 'tasks',
    summary: 'list the tasks of an environment, or write them as game files',
    example: 'contrail tasks --split unseen --limit 20 --write games',
  })
    .argument('[configuration]', 'take the environment from this contrail.json')
    .addOption(new Option('--environment <name>', 'which environment (default: household)').choices(names))
    .option('--root <folder>', 'folder of the game files, for environments that have some')
    .option('--seed <number>', 'seed of the environment that makes its tasks (default: 1)', wholeNumber(0))
    .addOption(new Option('--split <name>', 'one split alone').choices(splits))
    .option('--limit <count>', `at most so many tasks a split (default: as configured, or ${fewTasks})`, wholeNumber(1))
    .option('--write <folder>', 'write a game file a task, playable with `contrail play` and in TextWorld')
    .option('--json', 'print JSON lines')
    .action(async (file: string | undefined, flags: TasksFlags) => {
      const given = file === undefined ? undefined : await environmentIn(file);
      const world = openWorld(given, flags);
      if (flags.write !== undefined && world.name !== builtinWorld.name)
        throw new UsageError(`The tasks of ${world.name} are game files already; leave --write out.`);
      for (const split of flags.split ? [flags.split] : splits) {
        for (const task of await world.tasks(split, flags.limit ?? given?.tasks[split] ?? fewTasks)) {
          const path = flags.write === undefined ? undefined : await writeGame(flags.write, task);
          if (flags.json) printJson({ ...task, ...(path !== undefined && { file: path }) });
          else print([split, task.id, path ?? task.instruction].join('\t'));
        }
      }
      tellSkipped(world);
    });
}

type EnvironmentSettings = Configuration['environment'];

/** `environment` of a configuration file, its root relative to where we are. */
async function environmentIn(file: string): Promise<EnvironmentSettings> {
  const { environment } = await configurationIn(file);
  return environment.root === undefined
    ? environment
    : { ...environment, root: resolve(dirname(file), environment.root) };
}

function openWorld(given: EnvironmentSettings | undefined, flags: TasksFlags): World {
  const root = flags.root ?? given?.root;
  const seed = flags.seed ?? given?.seed ?? 1;
  const kind = worldKind(flags.environment ?? given?.name ?? 'household');
  const settings = { ...given, name: kind.name, seed, ...(root !== undefined && { root }) };
  return asConfigured(() => kind.open(worldSettings(settings), worldPorts));
}

/** Writes a task's game below `folder` and returns the file's path. */
async function writeGame(folder: string, task: Task): Promise<string> {
  const { name, text } = exportGame(task);
  const path = join(folder, task.split, name);
  try {
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, text);
  } catch (error) {
    throw fileError(error, 'write', path);
  }
  return path;
}

/** Games that are no tasks are not passed over in silence. */
function tellSkipped({ skipped }: World): void {
  if (!skipped) return;
  for (const problem of skipped.problems) tell(problemText(problem));
  if (skipped.unsolvable > 0) tell(`${skipped.unsolvable} games that nobody has solved are left out.`);
  if (skipped.problems.length > 0) process.exitCode = exitCodes.problems;
}
