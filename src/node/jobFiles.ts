import type { Configuration } from '../engine/configuration/schema.ts';
import type { LoopEvent } from '../engine/iteration/loop.ts';
import type { Problem } from '../engine/problem.ts';

/** The files of a job folder. Only the process that holds `lock` writes them; `stop` anyone may create. */
export const jobFiles = {
  /** What to do: a `JobFile`. */
  job: 'job.json',
  /** What happens: a `JobEvent` a line. */
  events: 'events.jsonl',
  /** Numbers of training: a `JobMetrics` a line. */
  metrics: 'metrics.jsonl',
  /** The same for people, with the causes of errors. */
  log: 'log.txt',
  /** How it ended: a `JobExit`; absent while the job runs and after a kill. */
  exit: 'exit.json',
  /** Who is at work: a `Holder`. */
  lock: 'lock',
  /** A request to save and leave, whatever it holds. */
  stop: 'stop',
} as const;

/** What a job does. Written when it starts, and again when it is resumed. */
export interface JobFile {
  readonly format: 'contrail-job-1';
  /** The command that started it last, as a person would type it. */
  readonly command: string;
  /** When the folder was made, ISO 8601. */
  readonly created: string;
  /** The experiment, with every default filled in. */
  readonly configuration: Configuration;
  /** Hex SHA-256 of what is frozen of the configuration: a job with another hash does not go on with this one. */
  readonly hash: string;
}

/** What a job reports besides what its stages do. */
export type JobNews =
  | {
      readonly kind: 'job-started';
      readonly command: string;
      readonly pid: number;
      readonly host: string;
      readonly resumed: boolean;
    }
  | { readonly kind: 'job-note'; readonly level: 'info' | 'warning'; readonly message: string }
  | { readonly kind: 'job-stopping'; readonly reason: string }
  | ({ readonly kind: 'job-ended' } & JobEnd)
  | LoopEvent;

/** A line of `events.jsonl`; `time` is ISO 8601. A reader passes over kinds that it does not know. */
export type JobEvent = { readonly time: string } & JobNews;

/** A line of `metrics.jsonl`: numbers of one training step, under the place and stage that they belong to. */
export type JobMetrics = { readonly time: string } & Omit<Extract<LoopEvent, { kind: 'stage-metrics' }>, 'kind'>;

/** How a job ended. A job that was killed has no end: it is `gone`. */
export interface JobEnd {
  readonly status: 'finished' | 'failed' | 'stopped';
  /** The exit code of its process. */
  readonly code: number;
  /** Why, unless it finished. */
  readonly message?: string;
  readonly problems?: readonly Problem[];
}

export type JobExit = { readonly format: 'contrail-exit-1'; readonly time: string } & JobEnd;
