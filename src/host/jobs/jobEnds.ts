import * as vscode from 'vscode';
import { jobEnding, jobOutcome } from '../../node/jobEnding.ts';
import type { Services } from '../services.ts';
import { setting } from '../support/contributions.ts';
import { messageText } from '../support/messageText.ts';
import type { Run } from './runs.ts';

const memory = 'jobs.seen';
const running = 'running';

/** Tells of jobs that end, and of those that have ended while no window was open. */
export class JobEnds {
  readonly #services: Services;
  /** How each run was when it was looked at last, by its folder. */
  readonly #seen: Map<string, string>;

  constructor(services: Services) {
    this.#services = services;
    this.#seen = new Map(Object.entries(services.context.workspaceState.get<Record<string, string>>(memory, {})));
  }

  /** The job in a folder is about to be started: it is told of even when it ends before anybody looks. */
  expect(folder: string): void {
    this.#remember(folder, running);
  }

  /** Compares runs with what was seen of them, tells what has ended since and returns it. */
  observe(runs: readonly Run[]): readonly Run[] {
    const ended = runs.filter(run => this.#hasEnded(run));
    if (!setting('jobs.notifyAtEnd')) return ended;
    if (ended.length > 3) tellMany(ended);
    else for (const run of ended) void this.#tell(run);
    return ended;
  }

  #hasEnded({ folder, state }: Run): boolean {
    const now = state.status === 'running' ? running : `${state.status} ${state.exit?.time ?? ''}`;
    const before = this.#seen.get(folder.fsPath);
    if (before === now) return false;
    this.#remember(folder.fsPath, now);
    return before === running;
  }

  #remember(folder: string, state: string): void {
    this.#seen.set(folder, state);
    void this.#services.context.workspaceState.update(memory, Object.fromEntries(this.#seen));
  }

  async #tell(run: Run): Promise<void> {
    const outcome = await jobOutcome(run.folder.fsPath, run);
    const { severity, message, canResume } = jobEnding(run.name, run, outcome, Date.now());
    const actions = {
      ...(canResume && vscode.workspace.isTrusted && { Resume: 'contrail.resumeJob' as const }),
      ...(run.state.status === 'finished' && { 'Show Dashboard': 'contrail.showDashboard' as const }),
      'Show Job': 'contrail.showJob' as const,
    };
    void show[severity](messageText(message), ...Object.keys(actions)).then(choice => {
      const command = choice === undefined ? undefined : actions[choice as keyof typeof actions];
      if (command) void vscode.commands.executeCommand(command, run);
    });
  }
}

const show = {
  information: (message: string, ...actions: string[]) => vscode.window.showInformationMessage(message, ...actions),
  warning: (message: string, ...actions: string[]) => vscode.window.showWarningMessage(message, ...actions),
  error: (message: string, ...actions: string[]) => vscode.window.showErrorMessage(message, ...actions),
};

function tellMany(runs: readonly Run[]): void {
  const names = runs.map(({ name }) => name).join(', ');
  void vscode.window
    .showInformationMessage(messageText(`${runs.length} jobs have ended: ${names}.`), 'Show Jobs')
    .then(choice => {
      if (choice) void vscode.commands.executeCommand('contrail.jobs.focus');
    });
}
