import type * as vscode from 'vscode';
import type { Configurations } from '../protocol/configurations.ts';
import type { EpisodeFiles } from '../protocol/episodeFiles.ts';
import type { Client } from '../protocol/rpc.ts';
import type { Runs } from './jobs/runs.ts';
import type { Log } from './support/log.ts';

/** What the features share. Everything in it is cheap to make; what costs is started by its first use. */
export interface Services {
  readonly context: vscode.ExtensionContext;
  readonly log: Log;
  /** Files of episodes, read in a thread that the first call starts. */
  readonly episodeFiles: Client<EpisodeFiles>;
  /** Checks configurations, in a thread that the first call starts. */
  readonly configurations: Client<Configurations>;
  /** The run folders of the workspace; the first call looks for them. */
  readonly runs: Runs;
}
