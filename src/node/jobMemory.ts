import type { JobState } from './jobState.ts';

/** A run as far as the end of its job is concerned. */
export interface RememberedRun {
  /** Path of the run folder. */
  readonly folder: string;
  readonly state: JobState;
}

const running = 'running';
/** Before the state in which a run was when its job was about to start. */
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
    const changed = runs.filter(({ folder, state }) => {
      const seen = this.#seen.get(folder);
      return seen !== keyOf(state) && seen !== `${expected}${keyOf(state)}`;
    });
    const ended = changed.filter(({ folder, state }) => {
      const seen = this.#seen.get(folder);
      return state.status !== 'running' && (seen === running || seen?.startsWith(expected) === true);
    });
    for (const { folder, state } of changed) this.#seen.set(folder, keyOf(state));
    return { ended, hasChanged: changed.length > 0 };
  }
}

function keyOf({ status, exit }: JobState): string {
  return status === 'running' ? running : `${status} ${exit?.time ?? ''}`;
}
