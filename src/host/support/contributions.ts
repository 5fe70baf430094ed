import * as vscode from 'vscode';
import type { Log } from './log.ts';
import { showError } from './showError.ts';

/** Names one episode for a command: the file it stands in and its id or line there. */
export interface EpisodeArgument {
  /** Path or URI of the trajectory file. */
  readonly file: string;
  readonly id?: string;
  readonly line?: number;
}

/** What a job is started with. */
export interface JobArgument {
  /** Path of contrail.json; asked for, or the only one of the workspace, when absent. */
  readonly configuration?: string;
  /** The run folder; `runs/<name of the experiment>` beside the configuration when absent. */
  readonly run?: string;
  /** At most so many tasks a split. */
  readonly limit?: number;
  /** Whether the command returns when the job has ended instead of when it has begun. */
  readonly wait?: boolean;
}

/** Names one run. */
export interface RunArgument {
  readonly run?: string;
}

/** Every command of the manifest with the object that scripts and tests may give it; without one it asks the person. */
export interface CommandArguments {
  'contrail.newExperiment': {
    readonly folder?: string;
    readonly name?: string;
    /** `household`, or `alfworld` with its `root`. */
    readonly environment?: string;
    readonly root?: string;
    /** `builtin`, or `openai` with its server. */
    readonly policy?: string;
    readonly baseURL?: string;
    readonly model?: string;
    readonly keyVariable?: string;
  };
  'contrail.explore': JobArgument;
  'contrail.buildPairs': JobArgument;
  'contrail.train': JobArgument;
  'contrail.evaluate': JobArgument;
  'contrail.runIterations': JobArgument;
  'contrail.resumeJob': RunArgument & Pick<JobArgument, 'wait'>;
  'contrail.stopJob': RunArgument;
  'contrail.showJob': RunArgument;
  'contrail.openEpisode': Partial<EpisodeArgument> & {
    readonly beside?: boolean;
    readonly preview?: boolean;
    readonly step?: number;
  };
  'contrail.compareEpisodes': { readonly episodes?: readonly EpisodeArgument[] };
  'contrail.compareWithExpert': Partial<EpisodeArgument>;
  'contrail.compareWithSibling': Partial<EpisodeArgument> & { readonly sibling?: string };
  /** `all`: with every other episode of its task in the run, without asking. */
  'contrail.compareAcrossIterations': Partial<EpisodeArgument> & { readonly all?: boolean };
  'contrail.openExpert': Partial<EpisodeArgument>;
  'contrail.makePair': { readonly chosen?: EpisodeArgument; readonly rejected?: EpisodeArgument };
  'contrail.openPair': { readonly file?: string; readonly id?: string };
  'contrail.showDashboard': RunArgument & {
    /** Writes this to `to` instead of showing anything: results as Markdown or CSV, or all points of the curves as CSV. */
    readonly export?: 'markdown' | 'csv' | 'curves';
    readonly to?: string;
  };
  /** `wait`: returns the text of the report instead of showing it. */
  'contrail.showChanges': RunArgument & {
    readonly seed?: number;
    /** `eto`, `rft` or `beta-0`. */
    readonly arm?: string;
    readonly iteration?: number;
    readonly wait?: boolean;
  };
  'contrail.openWalkthrough': Record<string, never>;
  'contrail.showLog': Record<string, never>;
  'contrail.setKey': { readonly variable?: string };
  'contrail.openSampleEpisode': RunArgument;
  'contrail.nextStep': Record<string, never>;
  'contrail.previousStep': Record<string, never>;
  'contrail.nextProblem': Record<string, never>;
  'contrail.previousProblem': Record<string, never>;
  'contrail.firstStep': Record<string, never>;
  'contrail.lastStep': Record<string, never>;
  'contrail.refresh': Record<string, never>;
  'contrail.openEpisodeFile': { readonly file?: string; readonly filter?: string };
  'contrail.openAsText': { readonly file?: string };
  'contrail.reveal': { readonly file?: string };
  'contrail.copyId': { readonly id?: string };
}

export type CommandId = keyof CommandArguments;

/** Settings of the manifest, below `contrail.`. */
export interface Settings {
  readonly 'episode.singleKeyNavigation': boolean;
  readonly 'episode.observationLines': number;
  readonly 'episode.turnChanges': boolean;
  readonly 'jobs.notifyAtEnd': boolean;
}

/** Context keys of `when` clauses. */
export interface ContextKeys {
  readonly 'contrail.hasFinishedRun': boolean;
}

/**
 * Registers what a command does. Its first argument is the manifest's argument object, or what a menu gives (a URI, a
 * tree element). What it throws is shown to the person, with the next thing to do where it is a `HumanError`; a script,
 * which gives an argument object, gets it as a rejection instead.
 */
export function registerCommand<Id extends CommandId>(
  id: Id,
  { log }: { readonly log: Log },
  run: (argument: unknown, ...rest: readonly unknown[]) => unknown,
): vscode.Disposable {
  return vscode.commands.registerCommand(id, async (...given: readonly unknown[]) => {
    try {
      return await run(given[0], ...given.slice(1));
    } catch (error) {
      if (error instanceof vscode.CancellationError) return undefined;
      if (isArgumentObject(given[0])) throw error;
      showError(error, log);
      return undefined;
    }
  });
}

/** Whether a command was given an object of plain data, as a script does; menus give instances of classes. */
export function isArgumentObject(argument: unknown): argument is Readonly<Record<string, unknown>> {
  return typeof argument === 'object' && argument !== null && Object.getPrototypeOf(argument) === Object.prototype;
}

/** Runs a command of ours. */
export async function runCommand<Id extends CommandId>(id: Id, argument: CommandArguments[Id]): Promise<unknown> {
  return vscode.commands.executeCommand(id, argument);
}

/** A setting as it holds now. */
export function setting<Name extends keyof Settings>(name: Name): Settings[Name] {
  const value = vscode.workspace.getConfiguration('contrail').get<Settings[Name]>(name);
  if (value === undefined) throw new Error(`The setting contrail.${name} is not in the manifest.`);
  return value;
}

/** Sets a context key. */
export async function setContext<Key extends keyof ContextKeys>(key: Key, value: ContextKeys[Key]): Promise<void> {
  await vscode.commands.executeCommand('setContext', key, value);
}
