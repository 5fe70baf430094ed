import * as vscode from 'vscode';
import { progressText, stateText } from '../../node/jobText.ts';
import type { Run } from './runs.ts';

/** The one item of the status bar: what runs, or whose process has gone and waits for somebody to see it. */
export class JobStatus implements vscode.Disposable {
  readonly #item = vscode.window.createStatusBarItem('contrail.job', vscode.StatusBarAlignment.Left);
  /** Runs whose process is gone, until somebody looks at them. */
  readonly #gone = new Set<string>();

  constructor() {
    this.#item.name = 'Contrail Jobs';
  }

  dispose(): void {
    this.#item.dispose();
  }

  /** The person has seen how this job stands. */
  acknowledge(folder: string, runs: readonly Run[]): void {
    this.#gone.delete(folder);
    this.show(runs);
  }

  /** Shows what there is to show of all runs; `ended` are those whose end is news. */
  show(runs: readonly Run[], ended: readonly Run[] = []): void {
    for (const { folder, state } of ended) if (state.status === 'gone') this.#gone.add(folder.fsPath);
    const running = runs.filter(({ state }) => state.status === 'running');
    const gone = runs.filter(({ folder, state }) => state.status === 'gone' && this.#gone.has(folder.fsPath));
    const told = running.length > 0 ? running : gone;
    if (told.length === 0) {
      this.#item.hide();
      return;
    }
    this.#item.text = running.length > 0 ? runningText(running) : `$(debug-disconnect) ${namesOf(gone)}: process gone`;
    this.#item.backgroundColor =
      running.length > 0 ? undefined : new vscode.ThemeColor('statusBarItem.warningBackground');
    const lines = told.map(run => `${run.name}: ${stateText(run, Date.now())}`);
    this.#item.tooltip = [...lines, 'Click to show the job.'].join('\n');
    this.#item.accessibilityInformation = { label: `Contrail, ${lines.join('; ')}`, role: 'button' };
    const folder = told.length === 1 ? told[0]!.folder.fsPath : undefined;
    this.#item.command = {
      command: 'contrail.showJob',
      title: 'Show Job',
      ...(folder !== undefined && { arguments: [{ run: folder }] }),
    };
    this.#item.show();
  }
}

function runningText(running: readonly Run[]): string {
  if (running.length > 1) return `$(sync~spin) ${running.length} jobs`;
  const [{ name, progress }] = running as readonly [Run];
  return `$(sync~spin) ${name}: ${progress ? progressText(progress, Date.now()) : 'starting'}`;
}

function namesOf(runs: readonly Run[]): string {
  return runs.length === 1 ? runs[0]!.name : `${runs.length} jobs`;
}
