import { open, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Problem } from '../engine/problem.ts';
import { errorCode, fileError } from './fileError.ts';
import { readJobFile } from './job.ts';
import { type JobEvent, type JobExit, type JobFile, jobFiles } from './jobFiles.ts';
import { type Holder, holderLives, readHolder } from './lockHolder.ts';

/** How a job stands, as its folder tells. `gone`: its process ended without a word; the same command goes on with it. */
export interface JobState {
  readonly status: 'running' | JobExit['status'] | 'gone';
  readonly job: JobFile;
  /** The process at work, while it runs. */
  readonly holder?: Holder;
  /** How it ended, once it has. */
  readonly exit?: JobExit;
}

/** The state of the job in a folder; undefined when the folder is none of a job. Changes nothing there. */
export async function readJob(folder: string): Promise<JobState | undefined> {
  const lock = join(folder, jobFiles.lock);
  const holder = readHolder(lock);
  const job = readJobFile(folder);
  if (!job) return undefined;
  if (holder && holderLives(lock, holder, Date.now())) return { status: 'running', job, holder };
  const exit = await readExit(join(folder, jobFiles.exit));
  return exit ? { status: exit.status, job, exit } : { status: 'gone', job };
}

async function readExit(path: string): Promise<JobExit | undefined> {
  try {
    return JSON.parse(await readFile(path, 'utf8')) as JobExit;
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return undefined;
    throw fileError(error, 'read', path);
  }
}

/** Events of a job, and where in the file the next ones will begin. */
export interface EventPage {
  readonly events: readonly JobEvent[];
  /** Whole lines that are no events. */
  readonly problems: readonly Problem[];
  readonly next: number;
}

/**
 * The events from byte `from` on: 0, or the `next` of the page before, so that following a running job reads each line
 * once. A last line that is not whole yet is left for the next page; without the file there are no events.
 */
export async function readEvents(folder: string, from = 0): Promise<EventPage> {
  const path = join(folder, jobFiles.events);
  let bytes: Buffer;
  try {
    bytes = await readFrom(path, from);
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return { events: [], problems: [], next: from };
    throw fileError(error, 'read', path);
  }
  const whole = bytes.subarray(0, bytes.lastIndexOf(0x0a) + 1);
  const events: JobEvent[] = [];
  const problems: Problem[] = [];
  for (const [index, line] of whole.toString('utf8').split('\n').slice(0, -1).entries()) {
    try {
      events.push(JSON.parse(line) as JobEvent);
    } catch {
      const where = from > 0 ? ` of those from byte ${from} on` : '';
      problems.push({ file: path, line: index + 1, message: `This line${where} is no JSON; it is passed over.` });
    }
  }
  return { events, problems, next: from + whole.length };
}

/** The events of the last `size` bytes of the file, from the first line on that begins there; all when none does. */
export async function readLastEvents(folder: string, size: number): Promise<EventPage> {
  const path = join(folder, jobFiles.events);
  const file = await stat(path).catch(() => undefined);
  const start = (file?.size ?? 0) - size;
  if (start <= 0) return readEvents(folder);
  const bytes = await readFrom(path, start - 1);
  const newline = bytes.indexOf(0x0a);
  return readEvents(folder, newline < 0 ? 0 : start + newline);
}

async function readFrom(path: string, from: number): Promise<Buffer> {
  const file = await open(path, 'r');
  try {
    const { size } = await file.stat();
    const bytes = Buffer.alloc(Math.max(0, size - from));
    const { bytesRead } = await file.read(bytes, 0, bytes.length, from);
    return bytes.subarray(0, bytesRead);
  } finally {
    await file.close();
  }
}
