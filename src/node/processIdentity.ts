import { readFileSync, readlinkSync } from 'node:fs';
import { hostname } from 'node:os';
import { errorCode } from './fileError.ts';

/** The name of the place where process ids mean what they mean here: the host and, on Linux, the container. */
export function machineName(): string {
  return [hostname(), readOr('', () => readlinkSync('/proc/self/ns/pid'))].filter(Boolean).join(' ');
}

/** When a process began, in the system's own ticks; undefined where it is gone or the system has no `/proc`. */
export function startOf(pid: number): string | undefined {
  return readOr(undefined, () => {
    const stat = readFileSync(`/proc/${pid}/stat`, 'latin1');
    // The second field is the program's name, in parentheses of its own; `starttime` is the 22nd (proc_pid_stat(5)).
    const [state, ...rest] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return state === 'Z' ? undefined : rest[18];
  });
}

/** Whether a process of this machine exists, ours to signal or not. */
export function processExists(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return errorCode(error) === 'EPERM';
  }
}

function readOr<T>(otherwise: T, read: () => T): T {
  try {
    return read();
  } catch {
    return otherwise;
  }
}
