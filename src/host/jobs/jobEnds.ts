import * as vscode from 'vscode';
import { jobEnding, jobOutcome } from '../../node/jobEnding.ts';
import { JobMemory } from '../../node/jobMemory.ts';
import type { Services } from '../services.ts';
import { setting } from '../support/contributions.ts';
import { messageText } from '../support/messageText.ts';
import type { Run } from './runs.ts';

const memory = 'jobs.seen';

/** Tells of jobs that end, and of those that have ended while no window was open. */
export class JobEnds {
  readonly #services: Services;
  readonly #memory: JobMemory;

  constructor(services: Services) {
    this.#services = services;
    this.#memory = new JobMemory(services.context.workspaceState.get<Record<string, string>>(memory, {}));
  }

  /** Looks for the runs of windows before this one, also where no search finds them, outside the workspace. */
  async recall(): Promise<void> {
    const folders = Object.keys(this.#memory.entries());
    const found = await Promise.all(folders.map(folder => this.#services.runs.find(folder)));
    for (const [index, folder] of folders.entries()) if (!found[index]) this.#memory.forget(folder);
  }

  /** A job is about to start in a folder, where this run stands. */
  expect(folder: string, before: Run | undefined): void {
    this.#memory.expect(folder, before?.state);
    this.#save();
  }

  /** Compares runs with what was seen of them, tells what has ended since and returns it. */
  observe(runs: readonly Run[]): readonly Run[] {
    const { ended, hasChanged } = this.#memory.look(
      runs.map(run => ({ run, folder: run.folder.fsPath, state: run.state })),
    );
    if (hasChanged) this.#save();
    const told = ended.map(({ run }) => run);
    if (!setting('jobs.notifyAtEnd')) return told;
    if (told.length > 3) tellMany(told);
    else for (const run of told) void this.#tell(run);
    return told;
  }

  #save(): void {
    void this.#services.context.workspaceState.update(memory, this.#memory.entries());
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
