import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, mkdirSync, openSync, readFileSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { HumanError } from '../engine/problem.ts';
import { fileError } from './fileError.ts';
import type { JobCommand } from './jobCommand.ts';
import { jobFiles } from './jobFiles.ts';
import { readJob } from './jobState.ts';

/** A job as a process of its own is to do it. Paths are absolute. */
export interface JobLaunch {
  /** The bundled command line. */
  readonly cli: string;
  readonly command: JobCommand;
  /** `contrail.json`; relative paths in it start at its folder. */
  readonly configuration: string;
  /** The run folder. */
  readonly run: string;
  readonly limit?: number;
  /** Environment variables for that process alone, such as a key. */
  readonly environment?: Readonly<Record<string, string>>;
  /** Where to keep what the process says on standard error. */
  readonly output: string;
}

/** Milliseconds between two looks for the lock, and until a process without one is given up. */
const patience = { look: 20, start: 60_000 };

/**
 * Starts a job as a detached process, which outlives this one, and resolves when it has taken its folder or has ended
 * well. Rejects with what the process said when it ends before; how it ends later, its folder tells.
 */
export async function launchJob(launch: JobLaunch): Promise<void> {
  const { command, configuration, run, limit, output, environment } = launch;
  mkdirSync(dirname(output), { recursive: true });
  const file = openSync(output, 'w');
  const before: Before = { time: Date.now(), job: identityOf(join(run, jobFiles.job)) };
  let child: ChildProcess;
  try {
    child = spawn(
      process.execPath,
      [launch.cli, command, configuration, '--run', run, ...(limit === undefined ? [] : ['--limit', String(limit)])],
      {
        cwd: dirname(configuration),
        detached: true,
        windowsHide: true,
        stdio: ['ignore', 'ignore', file],
        // Under an editor the executable is Electron, which is Node when it is told so.
        env: { ...process.env, ...environment, ELECTRON_RUN_AS_NODE: '1' },
      },
    );
  } finally {
    closeSync(file);
  }
  try {
    if (child.pid === undefined) throw (await once(child, 'error'))[0];
    await started(child, launch, before);
  } catch (error) {
    throw fileError(error, 'start a job in', dirname(configuration));
  } finally {
    child.unref();
  }
}

/** How things were before a process was started. */
interface Before {
  /** Milliseconds since 1970. */
  readonly time: number;
  /** Identity of the `job.json` that was there. */
  readonly job: string | undefined;
}

async function started(child: ChildProcess, { run, output }: JobLaunch, before: Before): Promise<void> {
  for (;;) {
    const code = child.exitCode ?? child.signalCode;
    const state = await readJob(run);
    // A process has the lock before it looks whether the job is one that it may go on with; then it writes job.json anew.
    const isWritten = identityOf(join(run, jobFiles.job)) !== before.job;
    if (isWritten && state?.holder && state.holder.pid === child.pid) return;
    if (code !== null) {
      // A job that has begun and ended between two looks has said in its folder how.
      if (code === 0 || (state?.exit && Date.parse(state.exit.time) >= before.time)) return;
      throw startError(readFileSync(output, 'utf8'), code);
    }
    if (Date.now() - before.time > patience.start) throw startError(readFileSync(output, 'utf8'), 'no answer');
    await delay(patience.look);
  }
}

/** What changes when a file is replaced, whatever its clock says. */
function identityOf(path: string): string | undefined {
  const found = statSync(path, { throwIfNoEntry: false });
  return found && `${found.ino} ${found.mtimeMs}`;
}

function startError(said: string, code: number | string): Error {
  const text = said.trim();
  const [first = '', ...rest] = text.split('\n');
  if (first.startsWith('error: ')) return new HumanError([first.slice('error: '.length), ...rest].join('\n'));
  return new Error(`The job's process ended before its work began (${code}). ${text}`);
}
