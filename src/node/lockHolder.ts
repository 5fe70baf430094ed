import { readFileSync, statSync } from 'node:fs';
import { hostname } from 'node:os';
import { errorCode } from './fileError.ts';
import { machineName, processExists, startOf } from './processIdentity.ts';

/** Who holds a lock: the content of the lock file, one JSON object. */
export interface Holder {
  readonly pid: number;
  readonly host: string;
  /** Where process ids mean the same: the host, and the container where the system tells. */
  readonly machine: string;
  /** When the process began, in a form of the system's own: guards against a reused process id. Absent where unknown. */
  readonly started?: string;
  /** What the process was asked to do, for people. */
  readonly command: string;
  /** When the lock was taken, ISO 8601. */
  readonly since: string;
  /** Unique to this taking of the lock. */
  readonly token: string;
}

/** This process as the holder of a lock. */
export function thisHolder(command: string, token: string): Holder {
  const started = startOf(process.pid);
  return {
    pid: process.pid,
    host: hostname(),
    machine: machineName(),
    ...(started && { started }),
    command,
    since: new Date().toISOString(),
    token,
  };
}

/** The holder that a lock file names; undefined when there is no lock file. */
export function readHolder(path: string): Holder | undefined {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return undefined;
    throw error;
  }
  try {
    return JSON.parse(text) as Holder;
  } catch {
    // A holder that is writing its name this moment, or died while it did: only signs of life can tell.
    return { pid: 0, host: '', machine: '', command: 'just starting', since: '', token: `torn-${text.length}` };
  }
}

/** Milliseconds between two signs of life of a holder, and how long they may be missing before it counts as gone. */
export const heartbeat = 5_000;
const patience = 60_000;

/**
 * Whether the holder that the lock file at `path` names is still at work. On this machine its process is looked up;
 * elsewhere it counts by the age of its last sign of life. `now` is a time of the file system that the lock is on.
 */
export function holderLives(path: string, holder: Holder, now: number): boolean {
  const near = holder.machine === machineName();
  if (near && holder.started) return startOf(holder.pid) === holder.started;
  if (near && !processExists(holder.pid)) return false;
  const beat = statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0;
  // A process of that id exists here: it is more likely busy than another one that got the same id.
  return now - beat < (near ? 10 * patience : patience);
}
