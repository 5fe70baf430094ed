import { dirname, join, resolve } from 'node:path';
import type { Command } from 'commander';
import type { Configuration } from '../engine/configuration/schema.ts';
import type { LoopEvent } from '../engine/iteration/loop.ts';
import type { Job } from '../node/job.ts';
import type { Evaluations } from '../node/stages/results.ts';
import type { RunFolder } from '../node/stages/runFolder.ts';
import { addCommand, type CommandText, wholeNumber } from './command.ts';
import { configurationIn } from './configuration.ts';
import { print, printJson } from './output.ts';
import { runJob } from './runJob.ts';

/** What a stage works with. */
export interface StageInput {
  readonly configuration: Configuration;
  /** Folder of the configuration file, that relative paths in it start at. */
  readonly base: string;
  /** The run folder; it is locked for this process. */
  readonly run: string;
  /** At most so many tasks, pairs or trajectories. */
  readonly limit?: number;
  readonly job: Job;
  /** Runs whose finished stages may be taken over. */
  readonly others?: readonly RunFolder[];
  /** What is known of evaluations. */
  readonly evaluations?: Evaluations;
}

/** What a stage gives at its end, for standard output. */
export interface StageOutput {
  /** For people; printed without `--json`. */
  readonly text: string;
  /** One value a line, under `--json`. */
  readonly json: readonly object[];
}

/** A command that does a piece of work in a run folder. */
export interface StageCommand extends CommandText {
  /** Does the work. Throws the reason of the job's signal when that aborts, a `HumanError` when it cannot go on. */
  work(input: StageInput): AsyncGenerator<LoopEvent, StageOutput>;
}

interface StageFlags {
  readonly run?: string;
  readonly limit?: number;
  readonly json?: true;
}

/**
 * Adds a stage command: `[contrail.json] [--run DIR] [--limit N] [--json]`. The work is a job in the run folder, with
 * its lock, its events and its end; progress goes to standard error, what comes of it to standard output.
 */
export function registerStage(program: Command, command: StageCommand): void {
  addCommand(program, command)
    .argument('[configuration]', 'the experiment', 'contrail.json')
    .option('--run <folder>', 'the run folder (default: runs/<name> beside the configuration)')
    .option('--limit <count>', 'take only the first tasks, pairs or trajectories', wholeNumber(1))
    .option('--json', 'print JSON lines')
    .action(async (file: string, flags: StageFlags) => {
      const { json, limit } = flags;
      const configuration = await configurationIn(file);
      const base = dirname(resolve(file));
      const run = resolve(flags.run ?? join(base, 'runs', configuration.name));
      const input = { configuration, base, run, ...(limit !== undefined && { limit }) };
      const output = await runJob({ folder: run, configuration, json }, job => command.work({ ...input, job }));
      if (!json) print(output.text);
      else for (const value of output.json) printJson(value);
    });
}
