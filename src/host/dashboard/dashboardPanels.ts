import * as vscode from 'vscode';
import { HumanError } from '../../engine/problem.ts';
import type { DashboardHost, JobAction } from '../../protocol/dashboard.ts';
import { serve } from '../../protocol/rpc.ts';
import type { Services } from '../services.ts';
import { runCommand } from '../support/contributions.ts';
import { Disposables } from '../support/disposables.ts';
import { showError } from '../support/showError.ts';
import { openPage } from '../support/webviewPage.ts';
import { DashboardRun } from './dashboardRun.ts';
import { type DashboardActions, dashboardService } from './dashboardService.ts';
import { exported, exportedPicture, save } from './exports.ts';

/** The id of the panels; VS Code restores them under it. */
export const dashboardViewType = 'contrail.dashboard';

const jobCommands = {
  stop: 'contrail.stopJob',
  resume: 'contrail.resumeJob',
  show: 'contrail.showJob',
} as const satisfies Record<JobAction, string>;

/** What a panel's page saves, so that a reload of the window finds its run again. */
interface SavedState {
  readonly run: string;
}

/** The dashboards that are open, one a run. Their pages may be thrown away while hidden: all data are in the files. */
export class DashboardPanels implements vscode.Disposable, vscode.WebviewPanelSerializer {
  readonly #services: Services;
  /** By the URI of their run folder. */
  readonly #panels = new Map<string, vscode.WebviewPanel>();

  constructor(services: Services) {
    this.#services = services;
  }

  /** Opens the dashboard of a run, or the one that is open. */
  show(folder: vscode.Uri): void {
    const known = this.#panels.get(folder.toString());
    if (known) known.reveal();
    else this.#fill(vscode.window.createWebviewPanel(dashboardViewType, '', vscode.ViewColumn.Active), folder);
  }

  async deserializeWebviewPanel(panel: vscode.WebviewPanel, state: unknown): Promise<void> {
    const { run } = (state ?? {}) as Partial<SavedState>;
    if (typeof run === 'string' && run !== '') this.#fill(panel, vscode.Uri.parse(run, true));
    else panel.dispose();
  }

  dispose(): void {
    for (const panel of this.#panels.values()) panel.dispose();
  }

  #fill(panel: vscode.WebviewPanel, folder: vscode.Uri): void {
    const name = folder.path.slice(folder.path.lastIndexOf('/') + 1);
    const icons = vscode.Uri.joinPath(this.#services.context.extensionUri, 'media');
    panel.title = `${name} – Dashboard`;
    panel.iconPath = {
      light: vscode.Uri.joinPath(icons, 'dashboard-light.svg'),
      dark: vscode.Uri.joinPath(icons, 'dashboard-dark.svg'),
    };
    const run = new DashboardRun(folder, this.#services);
    const port = openPage(panel.webview, this.#services.context.extensionUri, {
      surface: 'dashboard',
      title: 'Dashboard',
    });
    const stop = serve<DashboardHost>(port, dashboardService(run, this.#actions(run)));
    this.#panels.set(folder.toString(), panel);
    panel.onDidDispose(() => {
      new Disposables(run, { dispose: stop }).dispose();
      this.#panels.delete(folder.toString());
    });
  }

  #actions(run: DashboardRun): DashboardActions {
    const shown = async (work: Promise<unknown>) => {
      await work.catch(error => showError(error, this.#services.log));
    };
    return {
      act: action => shown(runCommand(jobCommands[action], { run: run.folder.fsPath })),
      open: node => shown(this.#open(run, node)),
      export: format => shown(exported(run, format).then(file => save(run, file))),
      savePicture: bytes => shown(save(run, exportedPicture(bytes))),
    };
  }

  /** The page names a stage; which file that is, the run's own lineage says. */
  async #open({ folder, reader }: DashboardRun, node: string): Promise<void> {
    const step = reader.lineage.find(step => step.folder === node);
    const made = step?.made[0];
    if (!made) throw new HumanError('This stage has made nothing yet.');
    const file = vscode.Uri.joinPath(folder, made.file);
    if (step.stage === 'pairs') await runCommand('contrail.openPair', { file: file.toString() });
    else if (step.stage === 'train') await runCommand('contrail.reveal', { file: file.toString() });
    else await runCommand('contrail.openEpisodeFile', { file: file.toString() });
  }
}
