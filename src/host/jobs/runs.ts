import type * as vscode from 'vscode';
import type { Place, Stage } from '../../engine/iteration/place.ts';
import type { StageNews } from '../../engine/iteration/stages.ts';
import type { JobState } from '../../node/jobState.ts';

/** A run folder of the workspace and how its job stands. */
export interface Run {
  readonly folder: vscode.Uri;
  /** The folder's name. */
  readonly name: string;
  readonly state: JobState;
  /** What its job said last of a stage, while it runs. */
  readonly latest?: { readonly place: Place; readonly stage: Stage } & StageNews;
}

/** The runs of the workspace folders: found at the first use, then kept up to date by watching their files. */
export interface Runs extends vscode.Disposable {
  /** Newest first. Waits for the first search only. */
  list(): Promise<readonly Run[]>;
  /** The run in a folder; undefined when there is none. */
  find(folder: vscode.Uri | string): Promise<Run | undefined>;
  /** Looks at all folders again. */
  refresh(): Promise<void>;
  /** Something in a run has changed; undefined when runs came or went. At most a few times a second. */
  readonly onDidChange: vscode.Event<Run | undefined>;
}
