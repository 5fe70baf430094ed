import type { Place, Stage } from '../engine/iteration/place.ts';
import type { StageNews } from '../engine/iteration/stages.ts';
import type { JobEvent } from './jobFiles.ts';
import { advance, type JobProgress } from './jobProgress.ts';
import { type JobState, readEvents, readJob, readLastEvents } from './jobState.ts';

/** A job as its folder tells now. */
export interface JobView {
  readonly state: JobState;
  /** What its job said last of a stage. */
  readonly latest?: { readonly place: Place; readonly stage: Stage } & StageNews;
  /** How far it has come in that stage. */
  readonly progress?: JobProgress;
}

/** Bytes at the end of a job's events in which its last stage is looked for first. */
const tail = 32_768;

/** Reads the folder of one job again and again, and each event once. */
export class JobFollower {
  readonly folder: string;
  #created: string | undefined;
  #next = 0;
  #latest: JobView['latest'];
  #progress: JobProgress | undefined;

  constructor(folder: string) {
    this.folder = folder;
  }

  /** How the job stands; undefined when the folder is none of a job. Rejects with a `HumanError` when it cannot be read. */
  async read(): Promise<JobView | undefined> {
    const state = await readJob(this.folder);
    if (!state) return undefined;
    if (state.job.created !== this.#created) await this.#begin(state.job.created);
    this.#take(await readEvents(this.folder, this.#next));
    return {
      state,
      ...(this.#latest && { latest: this.#latest }),
      ...(this.#progress && { progress: this.#progress }),
    };
  }

  /** A folder that was removed and made again holds another job. */
  async #begin(created: string): Promise<void> {
    this.#created = created;
    this.#progress = this.#latest = undefined;
    this.#take(await readLastEvents(this.folder, tail));
    if (!this.#latest) this.#next = 0;
  }

  #take({ events, next }: { readonly events: readonly JobEvent[]; readonly next: number }): void {
    this.#next = next;
    this.#progress = advance(this.#progress, events);
    this.#latest = events.filter(isOfStage).at(-1) ?? this.#latest;
  }
}

function isOfStage(event: JobEvent): event is Extract<JobEvent, { readonly stage: Stage }> {
  return 'stage' in event;
}
