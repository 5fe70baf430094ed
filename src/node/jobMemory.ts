import type { JobState } from './jobState.ts';

/** A run as far as the end of its job is concerned. */
export interface RememberedRun {
  /** Path of the run folder. */
  readonly folder: string;
  readonly state: JobState;
}

/** A job that runs, or is about to: behind the mark stands how its run was before. */
const running = 'running, was ';
const expected = 'expected, was ';

/** How each run was when it was looked at last, so that the end of a job is news once, whoever was there to see it. */
export class JobMemory {
  readonly #seen: Map<string, string>;

  /** `entries` is what `entries()` gave, in a process before this one. */
  constructor(entries: Readonly<Record<string, string>>) {
    this.#seen = new Map(Object.entries(entries));
  }

  /** All that is remembered, by folder, as plain data. */
  entries(): Readonly<Record<string, string>> {
    return Object.fromEntries(this.#seen);
  }

  /** A job is about to start in a folder: its end will be news even when it comes before anybody looks. */
  expect(folder: string, before: JobState | undefined): void {
    this.#seen.set(folder, `${expected}${before ? keyOf(before) : ''}`);
  }

  forget(folder: string): void {
    this.#seen.delete(folder);
  }

  /** Looks at runs: which of them have ended since they were looked at last, and whether there is anything new. */
  look<R extends RememberedRun>(runs: readonly R[]): { readonly ended: readonly R[]; readonly hasChanged: boolean } {
    const ended: R[] = [];
    let hasChanged = false;
    for (const run of runs) {
      const seen = this.#seen.get(run.folder);
      const next = after(seen, run.state);
      if (next === seen) continue;
      hasChanged = true;
      this.#seen.set(run.folder, next);
      if (seen !== undefined && isEnd(seen, next)) ended.push(run);
    }
    return { ended, hasChanged };
  }
}

/** What is remembered of a run that is now in `state`. */
function after(seen: string | undefined, state: JobState): string {
  const key = keyOf(state);
  if (state.status === 'running') return seen?.startsWith(running) ? seen : `${running}${wasOf(seen) ?? seen ?? ''}`;
  return seen === `${expected}${key}` ? seen : key;
}

/** A process that took the folder only to refuse what is in it leaves the state of before: no job has ended. */
function isEnd(seen: string, next: string): boolean {
  const was = wasOf(seen);
  if (was === undefined || next.startsWith(running)) return false;
  return next !== was || next === keyOfGone;
}

/** How a run was before it ran, where it runs or is about to. */
function wasOf(seen: string | undefined): string | undefined {
  return [running, expected].find(mark => seen?.startsWith(mark)) && seen?.slice(seen.indexOf(', was ') + 6);
}

const keyOfGone = 'gone ';

function keyOf({ status, exit }: JobState): string {
  return `${status} ${exit?.time ?? ''}`;
}
