import type { LineageGraph } from '../engine/iteration/lineageGraph.ts';
import type { Report } from '../engine/iteration/report.ts';
import type { Alarm } from '../engine/training/alarms.ts';
import type { Chart } from '../engine/training/charts.ts';

/** A run as the dashboard shows it: always the whole of it, never a change to what was sent before. */
export interface DashboardSnapshot {
  /** Rises with every change. */
  readonly version: number;
  readonly head: RunHead;
  /** Null before the first policy is evaluated. */
  readonly report: Report | null;
  /** The report's average rewards by iteration, a chart a split. */
  readonly iterations: readonly Chart[];
  readonly trainings: readonly TrainingHead[];
  /** The training whose curves are shown; null while there is none. */
  readonly training: TrainingView | null;
  readonly lineage: LineageGraph;
  /** What could not be read, one sentence each. */
  readonly problems: readonly string[];
}

/** How the run stands. */
export interface RunHead {
  /** Names the run to the extension; the page saves it, so that a reload of the window finds the run again. */
  readonly run: string;
  readonly name: string;
  /** The run folder, as people know it. */
  readonly folder: string;
  /** `unknown`: a run that is not on this machine, which tells no end. */
  readonly status: 'running' | 'finished' | 'failed' | 'stopped' | 'gone' | 'unknown';
  /** The same in words, with where it is or how it ended. */
  readonly statusText: string;
  /** Done of the whole, 0 to 1, while it runs. */
  readonly fraction?: number;
  /** What its stage does, while it runs. */
  readonly activity?: string;
  /** Why it failed, with what is to be mended. */
  readonly failure?: { readonly message: string; readonly problems: readonly string[] };
  /** Warnings of the job itself. */
  readonly notes: readonly string[];
  /** What may be asked of its job here. */
  readonly actions: readonly JobAction[];
}

export type JobAction = 'stop' | 'resume' | 'show';

/** One training of the run. */
export interface TrainingHead {
  /** Its stage's folder. */
  readonly id: string;
  readonly title: string;
  readonly points: number;
  readonly isRunning: boolean;
  readonly alarms: readonly Alarm[];
}

/** The curves of one training. */
export interface TrainingView {
  readonly id: string;
  /** Something to know when reading them; empty where there is nothing. */
  readonly note: string;
  readonly charts: readonly Chart[];
}

/** Which training's curves are wanted; the latest one when absent. */
export interface TrainingChoice {
  readonly training?: string;
}

/** Results as a document or a table, or every point of all curves as a table. */
export const exportFormats = ['markdown', 'csv', 'curves'] as const;

export type ExportFormat = (typeof exportFormats)[number];

/** What the dashboard's page asks of the extension. It always speaks of its own run and knows no path. */
export interface DashboardHost {
  /** The run as it is now. The first call of every page that is loaded. */
  snapshot(params: TrainingChoice): Promise<DashboardSnapshot>;
  /** Waits until there is a version after `version`, twice a second at the most. */
  changed(params: TrainingChoice & { readonly version: number }, signal: AbortSignal): Promise<DashboardSnapshot>;
  /** Asks something of the run's job. */
  act(params: { readonly action: JobAction }): Promise<void>;
  /** Opens what a node of the lineage made: episodes in their list, pairs as pairs. */
  open(params: { readonly node: string }): Promise<void>;
  /** Asks where to, and writes results, or all points of the curves. */
  export(params: { readonly format: ExportFormat }): Promise<void>;
  /** Asks where to, and writes a picture of the charts, a PNG. */
  savePicture(params: { readonly bytes: Uint8Array }): Promise<void>;
}
