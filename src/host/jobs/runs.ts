import type * as vscode from 'vscode';
import type { JobView } from '../../node/jobFollower.ts';

/** A run folder of the workspace and how its job stands. */
export interface Run extends JobView {
  readonly folder: vscode.Uri;
  /** The folder's name. */
  readonly name: string;
}

/** The runs of the workspace folders: found at the first use, then kept up to date by watching their files. */
export interface Runs extends vscode.Disposable {
  /** Newest first. Waits for the first look into the usual places only; what lies deeper is told by `onDidChange`. */
  list(): Promise<readonly Run[]>;
  /** The run in a folder; undefined when there is none. */
  find(folder: vscode.Uri | string): Promise<Run | undefined>;
  /** Follows the run in a folder from now on, also one outside the workspace. */
  follow(folder: vscode.Uri | string): Promise<Run | undefined>;
  /** Looks at all folders again. */
  refresh(): Promise<void>;
  /** Something in a run has changed; undefined when runs came or went. At most a few times a second. */
  readonly onDidChange: vscode.Event<Run | undefined>;
}
