import { randomBytes } from 'node:crypto';
import { closeSync, linkSync, openSync, renameSync, rmSync, statSync, writeFileSync, writeSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { HumanError } from '../engine/problem.ts';
import { errorCode, fileError } from './fileError.ts';
import { type Holder, heartbeat, holderLives, readHolder, thisHolder } from './lockHolder.ts';

/** A lock that is held until it is released or the process ends. */
export interface Lock {
  readonly holder: Holder;
  release(): void;
}

export interface LockOptions {
  /** What this process does, for the people who find the lock held. */
  readonly command: string;
  /** Called once when another process has taken the lock over because this one seemed gone, as after a long sleep. */
  readonly onLost: (error: HumanError) => void;
}

/**
 * Takes the lock file at `path`, in a folder that exists. Throws a `HumanError` that names the holder when that is at
 * work. The lock of a holder that is gone is taken over: of any number of processes that try, exactly one succeeds.
 */
export function acquireLock(path: string, { command, onLost }: LockOptions): Lock {
  const token = randomBytes(8).toString('hex');
  const claim: Claim = { holder: thisHolder(command, token), draft: `${path}.${token}.draft` };
  try {
    writeFileSync(claim.draft, textOf(claim.holder), { flag: 'wx' });
    const other = take(path, claim);
    if (other) throw heldError(path, other);
    return keep(path, claim.holder, onLost);
  } catch (error) {
    throw fileError(error, 'lock', path);
  } finally {
    rmSync(claim.draft, { force: true });
  }
}

interface Claim {
  readonly holder: Holder;
  /** A file with the holder's text; its time is the file system's own present. */
  readonly draft: string;
}

/**
 * Makes `path` name the claim's holder; returns the living holder instead if there is one. A dead lock is replaced
 * only by the holder of a second lock that is named by the dead one's token: once, however many saw it dead.
 */
function take(path: string, claim: Claim): Holder | undefined {
  for (;;) {
    if (create(path, claim)) return undefined;
    const other = readHolder(path);
    if (!other) continue;
    if (holderLives(path, other, statSync(claim.draft).mtimeMs)) return other;
    const right = `${path}.${other.token}`;
    const rival = take(right, claim);
    if (rival) return rival;
    const dead = readHolder(path)?.token === other.token;
    if (dead) replace(path, claim);
    rmSync(right, { force: true });
    if (dead) return undefined;
  }
}

/** Creates `path` with the holder's text unless it exists; whole at once where the file system knows links. */
function create(path: string, { holder, draft }: Claim): boolean {
  try {
    linkSync(draft, path);
    return true;
  } catch (error) {
    if (errorCode(error) === 'EEXIST') return false;
  }
  try {
    writeFileSync(path, textOf(holder), { flag: 'wx' });
    return true;
  } catch (error) {
    if (errorCode(error) === 'EEXIST') return false;
    throw error;
  }
}

function replace(path: string, { holder }: Claim): void {
  const copy = `${path}.${holder.token}.new`;
  writeFileSync(copy, textOf(holder));
  renameSync(copy, path);
}

/** Gives signs of life through the file that was locked, until the lock is released or names another. */
function keep(path: string, holder: Holder, onLost: LockOptions['onLost']): Lock {
  const file = openSync(path, 'r+');
  const timer = setInterval(() => {
    try {
      const now = readHolder(path);
      if (now?.token === holder.token) return void writeSync(file, textOf(holder), 0);
      end();
      onLost(now ? heldError(path, now) : new HumanError(`${path} was removed: the run is no longer this process's.`));
    } catch {
      // A disk that refuses one sign of life is not a lost lock; the next may get through.
    }
  }, heartbeat).unref();
  const end = () => {
    clearInterval(timer);
    process.off('exit', release);
    closeSync(file);
  };
  const release = () => {
    end();
    if (readHolder(path)?.token === holder.token) rmSync(path);
  };
  process.on('exit', release);
  return { holder, release };
}

function textOf(holder: Holder): string {
  return `${JSON.stringify(holder)}\n`;
}

function heldError(path: string, { pid, host, command, since }: Holder): HumanError {
  const folder = dirname(path);
  return new HumanError(
    `${folder} is in use by process ${pid} on ${host || 'an unknown host'} (${command}${since && `, since ${since}`}). ` +
      `Wait for it, end it by creating the file ${join(folder, 'stop')}, or use another folder.`,
  );
}
