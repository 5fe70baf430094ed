import * as vscode from 'vscode';
import type { Configurations } from '../protocol/configurations.ts';
import type { EpisodeFiles } from '../protocol/episodeFiles.ts';
import { registerChanges } from './changes/changes.ts';
import { registerCompare } from './compare/compare.ts';
import { registerDashboard } from './dashboard/dashboard.ts';
import { registerEpisodeFile } from './episodeFile/episodeFile.ts';
import { registerEpisodes } from './episodes/episodes.ts';
import { registerExperiment } from './experiment/experiment.ts';
import { FolderRuns } from './jobs/folderRuns.ts';
import { registerJobs } from './jobs/jobs.ts';
import { registerPairs } from './pairs/pairs.ts';
import type { Services } from './services.ts';
import { registerCommand } from './support/contributions.ts';
import { LazyThread } from './support/lazyThread.ts';
import { registerTrees } from './trees/trees.ts';
import { registerWelcome } from './welcome/welcome.ts';

/** Called by VS Code at the first use of anything of ours: registers the features and starts nothing. */
export function activate(context: vscode.ExtensionContext): void {
  const log = vscode.window.createOutputChannel('Contrail', { log: true });
  const episodeFiles = new LazyThread<EpisodeFiles>('episodeFiles');
  const configurations = new LazyThread<Configurations>('configurations');
  const runs = new FolderRuns(log);
  const services: Services = { context, log, episodeFiles: episodeFiles.api, configurations: configurations.api, runs };
  context.subscriptions.push(
    log,
    episodeFiles,
    configurations,
    runs,
    registerJobs(services),
    registerExperiment(services),
    registerEpisodes(services),
    registerEpisodeFile(services),
    registerCompare(services),
    registerPairs(services),
    registerTrees(services),
    registerDashboard(services),
    registerChanges(services),
    registerCommand('contrail.showLog', services, () => log.show()),
    registerWelcome(services),
  );
}
