import * as vscode from 'vscode';
import { HumanError } from '../../engine/problem.ts';
import { jobFiles } from '../../node/jobFiles.ts';
import { type ExportFormat, exportFormats } from '../../protocol/dashboard.ts';
import { givenJob } from '../jobs/jobArgument.ts';
import { whichRun } from '../jobs/jobQuestions.ts';
import type { Services } from '../services.ts';
import { isArgumentObject, registerCommand } from '../support/contributions.ts';
import { Disposables } from '../support/disposables.ts';
import { fileArgument } from '../support/fileArgument.ts';
import { DashboardPanels, dashboardViewType } from './dashboardPanels.ts';
import { DashboardRun, isRunFolder } from './dashboardRun.ts';
import { exported, save } from './exports.ts';

const noRuns = 'There are no runs in this workspace yet: “Contrail: Run Iterations…” makes one.';

/** The dashboard of a run: its command, and the panels that a reload of the window restores. */
export function registerDashboard(services: Services): vscode.Disposable {
  const panels = new DashboardPanels(services);
  return new Disposables(
    panels,
    vscode.window.registerWebviewPanelSerializer(dashboardViewType, panels),
    registerCommand('contrail.showDashboard', services, async argument => {
      const folder = await runFolder(services, argument);
      if (!folder) return;
      const wanted = exportOf(argument);
      if (!wanted) return panels.show(folder);
      const run = new DashboardRun(folder, services);
      await exported(run, wanted.format)
        .then(file => save(run, file, wanted.to))
        .finally(() => run.dispose());
    }),
  );
}

/** The folder that the command means: one it was given, on this machine or not, or one that the person chooses. */
async function runFolder(services: Services, argument: unknown): Promise<vscode.Uri | undefined> {
  const distant = distantFolder(argument);
  if (distant) {
    if (await isRunFolder(distant)) return distant;
    throw new HumanError(`${distant.toString(true)} is no run folder.`);
  }
  const { run, isInteractive } = givenJob(argument);
  const given = run === undefined ? undefined : vscode.Uri.file(run);
  // A run may have been copied here without its job.
  if (given && (await isRunFolder(given))) return given;
  if (isInteractive && !given && isDistantWorkspace()) return chooseDistantRun();
  const chosen = await whichRun(services, run, {
    title: 'Contrail: Show Dashboard',
    accepts: () => true,
    none: noRuns,
  });
  return chosen?.folder;
}

/** A run folder that is not on this machine, where the argument names one. */
function distantFolder(argument: unknown): vscode.Uri | undefined {
  if (typeof argument !== 'object' || argument === null) return undefined;
  const { run, folder } = argument as { readonly run?: unknown; readonly folder?: unknown };
  const named = folder ?? run;
  if (named instanceof vscode.Uri) return named.scheme === 'file' ? undefined : named;
  if (typeof named === 'object') return distantFolder(named);
  if (typeof named !== 'string' || !/^[a-z][a-z\d+.-]+:/i.test(named) || named.startsWith('file:')) return undefined;
  return vscode.Uri.parse(named, true);
}

function isDistantWorkspace(): boolean {
  const folders = vscode.workspace.workspaceFolders ?? [];
  return folders.length > 0 && folders.every(({ uri }) => uri.scheme !== 'file');
}

async function chooseDistantRun(): Promise<vscode.Uri | undefined> {
  const jobs = await vscode.workspace.findFiles(`**/${jobFiles.job}`, undefined, 200);
  const folders = jobs.map(job => vscode.Uri.joinPath(job, '..'));
  if (folders.length === 0) void vscode.window.showInformationMessage(noRuns);
  if (folders.length < 2) return folders[0];
  const items = folders.map(folder => ({ label: vscode.workspace.asRelativePath(folder), folder }));
  return (await vscode.window.showQuickPick(items, { title: 'Contrail: Show Dashboard' }))?.folder;
}

/** What a script wants to have written where. */
function exportOf(argument: unknown): { readonly format: ExportFormat; readonly to: vscode.Uri } | undefined {
  if (!isArgumentObject(argument) || argument['export'] === undefined) return undefined;
  const { export: format, to } = argument;
  const known = exportFormats.find(name => name === format);
  if (!known || typeof to !== 'string')
    throw new HumanError(`To export, name one of ${exportFormats.join(', ')} as export, and a file as to.`);
  return { format: known, to: fileArgument(to)! };
}
