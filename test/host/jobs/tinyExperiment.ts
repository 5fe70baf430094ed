import { existsSync, mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import * as vscode from 'vscode';
import { jobFiles } from '../../../src/node/jobFiles.ts';
import { type JobState, readEvents, readJob } from '../../../src/node/jobState.ts';

/** An experiment in a folder of its own in the open workspace. */
export interface Experiment {
  readonly folder: string;
  readonly configuration: string;
  /** The run folder that it gets by itself. */
  readonly run: string;
  dispose(): Promise<void>;
}

/** The whole loop in about two seconds. */
export const tinyLoop = {
  environment: { tasks: { train: 8, val: 2, seen: 2, unseen: 2, demonstrations: 4 } },
  explore: { rollouts: 2 },
  train: { cloning: { epochs: 1 } },
  iterations: 1,
  baselines: [],
};

/** An exploration that leaves time to stop or kill it, and takes a second or two in all. */
export const slowExploration = {
  environment: { tasks: { train: 200, val: 1, seen: 1, unseen: 1 } },
  policy: { kind: 'random' },
  explore: { rollouts: 2 },
};

/** Writes an experiment. Disposing of it stops its job and removes it. */
export function makeExperiment(name: string, configuration: object): Experiment {
  const workspace = realpathSync(vscode.workspace.workspaceFolders![0]!.uri.fsPath);
  const folder = mkdtempSync(join(workspace, `${name}-`));
  const file = join(folder, 'contrail.json');
  mkdirSync(folder, { recursive: true });
  writeFileSync(file, JSON.stringify({ name, ...configuration }, undefined, 2));
  const run = join(folder, 'runs', name);
  return {
    folder,
    configuration: file,
    run,
    async dispose() {
      if (existsSync(run)) {
        writeFileSync(join(run, jobFiles.stop), '');
        await until(run, ({ status }) => status !== 'running');
      }
      rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}

/** Waits until a job stands as it is wanted, and returns how it stands. Throws after 20 s. */
export async function until(run: string, wanted: (state: JobState) => boolean): Promise<JobState> {
  for (const end = Date.now() + 20_000; Date.now() < end; await delay(20)) {
    const state = await readJob(run);
    if (state && wanted(state)) return state;
  }
  throw new Error(`The job in ${run} does not become what is waited for: ${JSON.stringify(await readJob(run))}`);
}

/** Waits until a job has played some episodes. */
export async function untilAtWork(run: string): Promise<void> {
  for (const end = Date.now() + 20_000; Date.now() < end; await delay(20)) {
    const { events } = await readEvents(run);
    if (events.some(event => event.kind === 'stage-progress')) return;
  }
  throw new Error(`The job in ${run} makes no progress.`);
}
