import { mkdirSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import writeFileAtomic from 'write-file-atomic';
import { hashOf } from '../engine/configuration/canonical.ts';
import { changeText, difference } from '../engine/configuration/difference.ts';
import { frozen } from '../engine/configuration/frozen.ts';
import type { Configuration } from '../engine/configuration/schema.ts';
import { HumanError } from '../engine/problem.ts';
import { errorCode, fileError } from './fileError.ts';
import { type JobEnd, type JobExit, type JobFile, type JobNews, jobFiles } from './jobFiles.ts';
import { openJobRecorder } from './jobRecorder.ts';
import { acquireLock, type Lock } from './lock.ts';
import { listenForStop, type StopRequests } from './stopRequest.ts';

/** What a job is to do. */
export interface JobSpec {
  /** The command line, as a person would type it. */
  readonly command: string;
  readonly configuration: Configuration;
  /** Hears all that is reported, also what is too frequent to be written down. */
  readonly onNews?: (news: JobNews) => void;
}

/** The folder holds a job of another configuration, which is neither gone on with nor overwritten. */
export class OtherConfiguration extends HumanError {}

/** One long piece of work that this process does and that its folder tells of. */
export interface Job {
  readonly folder: string;
  /** Whether the folder held the same job before, so that there may be work to go on with. */
  readonly resumed: boolean;
  /** Aborted with a `Stopped` on request, or with a `HumanError` when another process has taken the folder over. */
  readonly signal: AbortSignal;
  /** Records what happens. Throws `HumanError` when the disk refuses. */
  report(news: JobNews): void;
  /** Adds a line to the log alone. */
  log(text: string): void;
  /** Writes down how the job ended and lets go of the folder, even where that cannot be written. Reports end here. */
  end(end: JobEnd): void;
}

/**
 * Makes `folder` a job's folder, or goes on in one, as its only process. Throws a `HumanError` when another process is
 * at work there, when the folder holds a job of another configuration, or when it cannot be written.
 */
export function openJob(folder: string, spec: JobSpec): Job {
  attempt('create the folder', folder, () => mkdirSync(folder, { recursive: true }));
  const stop = listenForStop(join(folder, jobFiles.stop));
  let lock: Lock | undefined;
  try {
    lock = acquireLock(join(folder, jobFiles.lock), { command: spec.command, onLost: stop.abort });
    const before = readJobFile(folder);
    if (before && !failedAtOnce(folder)) checkSame(before, spec, folder);
    rmSync(join(folder, jobFiles.stop), { force: true });
    rmSync(join(folder, jobFiles.exit), { force: true });
    writeWhole(join(folder, jobFiles.job), jobFile(spec, before));
    return startJob({ folder, spec, lock, stop, resumed: before !== undefined });
  } catch (error) {
    stop.dispose();
    lock?.release();
    throw error;
  }
}

interface Start {
  readonly folder: string;
  readonly spec: JobSpec;
  readonly lock: Lock;
  readonly stop: StopRequests;
  readonly resumed: boolean;
}

function startJob({ folder, spec, lock, stop, resumed }: Start): Job {
  const recorder = openJobRecorder(folder);
  const report = (news: JobNews) => {
    spec.onNews?.(news);
    recorder.record(news);
  };
  const { pid, host } = lock.holder;
  report({ kind: 'job-started', command: spec.command, pid, host, resumed });
  stop.signal.addEventListener('abort', () => {
    try {
      report({ kind: 'job-stopping', reason: (stop.signal.reason as Error).message });
    } catch {
      // Nobody could catch it here; a disk that refuses will refuse the next report too.
    }
  });
  return {
    folder,
    resumed,
    signal: stop.signal,
    report,
    log: recorder.log,
    end(end) {
      try {
        report({ kind: 'job-ended', ...end });
        const exit: JobExit = { format: 'contrail-exit-1', time: new Date().toISOString(), ...end };
        writeWhole(join(folder, jobFiles.exit), exit);
      } finally {
        recorder.close();
        stop.dispose();
        lock.release();
      }
    },
  };
}

function jobFile({ command, configuration }: JobSpec, before: JobFile | undefined): JobFile {
  const created = before?.created ?? new Date().toISOString();
  return { format: 'contrail-job-1', command, created, configuration, hash: hashOf(frozen(configuration)) };
}

/** The `job.json` of a folder; undefined when there is none. Throws `HumanError` when it is not one. */
export function readJobFile(folder: string): JobFile | undefined {
  const path = join(folder, jobFiles.job);
  let content: Partial<JobFile> | null;
  try {
    content = JSON.parse(readFileSync(path, 'utf8')) as Partial<JobFile> | null;
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return undefined;
    if (error instanceof SyntaxError) content = null;
    else throw fileError(error, 'read', path);
  }
  if (content?.format === 'contrail-job-1') return content as JobFile;
  throw new HumanError(`${path} was not written by this version of Contrail; use another folder.`);
}

/** Whether the last job failed before there was anything to keep: the configuration may be mended and tried again. */
function failedAtOnce(folder: string): boolean {
  try {
    const exit = JSON.parse(readFileSync(join(folder, jobFiles.exit), 'utf8')) as Partial<JobExit> | null;
    if (exit?.status !== 'failed') return false;
  } catch (error) {
    if (errorCode(error) === 'ENOENT' || error instanceof SyntaxError) return false;
    throw fileError(error, 'read', join(folder, jobFiles.exit));
  }
  const below = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter(name => /[\\/]/.test(name));
  return !below.some(name => statSync(join(folder, name)).isFile());
}

function checkSame(before: JobFile, { configuration }: JobSpec, folder: string): void {
  // Not by the hash in the file: another version of Contrail may have frozen more.
  const changes = difference(frozen(before.configuration), frozen(configuration)).map(changeText);
  if (changes.length === 0) return;
  throw new OtherConfiguration(
    `${folder} holds a run of another configuration: ${changes.join('; ')}. ` +
      'Choose another folder with --run (--folder of an experiment), or take the change back to go on with this one.',
  );
}

function writeWhole(path: string, content: unknown): void {
  attempt('write', path, () => writeFileAtomic.sync(path, `${JSON.stringify(content, null, 2)}\n`));
}

function attempt(action: string, path: string, work: () => void): void {
  try {
    work();
  } catch (error) {
    throw fileError(error, action, path);
  }
}
