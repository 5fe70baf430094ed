import type { Place, Stage } from '../engine/iteration/place.ts';
import type { JobEvent } from './jobFiles.ts';

/** How far the stage that a job is at has come. */
export interface JobProgress {
  readonly place: Place;
  readonly stage: Stage;
  /** What the stage said that it does, once it has said so. */
  readonly what?: string;
  /** Episodes, pairs or training steps of the stage; absent before its first report. */
  readonly done?: number;
  readonly total?: number;
  readonly note?: string;
  /** How the stage ended, once it has; the next one has not begun yet. */
  readonly summary?: string;
  /** Whether the job has been asked to stop and is saving. */
  readonly isStopping: boolean;
  /** The latest reports of this stage, oldest first, to tell its pace by. */
  readonly reports: readonly ProgressReport[];
}

export interface ProgressReport {
  /** Milliseconds since 1970. */
  readonly time: number;
  readonly done: number;
}

/** Milliseconds of the past that tell the pace of a stage. */
const window = 60_000;

/** What is known after more events. Events that are none of a stage change nothing. */
export function advance(before: JobProgress | undefined, events: readonly JobEvent[]): JobProgress | undefined {
  return events.reduce(step, before);
}

function step(before: JobProgress | undefined, event: JobEvent): JobProgress | undefined {
  switch (event.kind) {
    case 'job-started':
      return before && { ...before, isStopping: false, reports: [] };
    case 'job-stopping':
      return before && { ...before, isStopping: true };
    case 'stage-started':
      return { place: event.place, stage: event.stage, what: event.what, isStopping: false, reports: [] };
    case 'stage-progress': {
      const { place, stage, done, total, note } = event;
      const same = before && isSameStage(before, event) ? before : undefined;
      const time = Date.parse(event.time);
      const recent = (same?.reports ?? []).filter(report => time - report.time < window && report.done <= done);
      return {
        place,
        stage,
        ...(same?.what !== undefined && { what: same.what }),
        done,
        total,
        ...(note !== undefined && { note }),
        isStopping: before?.isStopping ?? false,
        reports: [...spaced(recent, time), { time, done }],
      };
    }
    case 'stage-finished': {
      const same = before && isSameStage(before, event) ? before : undefined;
      const { place, stage, summary } = event;
      return { isStopping: false, ...same, place, stage, summary, reports: [] };
    }
    default:
      return before;
  }
}

/** Reports that are enough beside one at `time`: about one a second. */
function spaced(reports: readonly ProgressReport[], time: number): readonly ProgressReport[] {
  const before = reports.at(-2);
  return before && time - before.time < 1000 ? reports.slice(0, -1) : reports;
}

function isSameStage(before: JobProgress, { place, stage }: { readonly place: Place; readonly stage: Stage }): boolean {
  const { seed, arm, iteration } = before.place;
  return before.stage === stage && seed === place.seed && arm === place.arm && iteration === place.iteration;
}

/** Seconds until the stage is done at its present pace; undefined while nothing can be told. `now` in milliseconds. */
export function secondsLeft({ done, total, reports, summary }: JobProgress, now: number): number | undefined {
  const first = reports[0];
  const last = reports.at(-1);
  if (summary !== undefined || done === undefined || total === undefined || !first || !last) return undefined;
  const [time, work] = [last.time - first.time, last.done - first.done];
  if (time < 1000 || work <= 0) return undefined;
  const left = ((total - done) * time) / work - (now - last.time);
  return Math.max(0, left / 1000);
}
