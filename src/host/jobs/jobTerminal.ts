import * as vscode from 'vscode';
import { HumanError } from '../../engine/problem.ts';
import { visible } from '../../engine/trajectory/visible.ts';
import type { JobCommand } from '../../node/jobCommand.ts';
import { readLog } from '../../node/jobLog.ts';
import { placedProgressText } from '../../node/jobText.ts';
import { requestStop } from '../../node/stopRequest.ts';
import type { Services } from '../services.ts';
import type { Run } from './runs.ts';
import { type JobWatch, startJob } from './startJob.ts';

/** What a task is to run. */
export interface TerminalJob {
  readonly command: JobCommand;
  /** The argument that a script would give. */
  readonly argument: object;
}

/** The terminal of a task: shows the log of its job and how far it has come. Ending the task stops the job gracefully. */
export class JobTerminal implements vscode.Pseudoterminal {
  readonly #write = new vscode.EventEmitter<string>();
  readonly #close = new vscode.EventEmitter<number>();
  readonly #services: Services;
  readonly #watch: JobWatch;
  readonly #job: TerminalJob;
  #subscription: vscode.Disposable | undefined;
  #folder: string | undefined;
  #next = 0;
  #showing: Promise<void> = Promise.resolve();

  readonly onDidWrite = this.#write.event;
  readonly onDidClose = this.#close.event;

  constructor(services: Services, watch: JobWatch, job: TerminalJob) {
    this.#services = services;
    this.#watch = watch;
    this.#job = job;
  }

  open(): void {
    void this.#run().catch((error: unknown) => {
      const text = error instanceof HumanError ? error.message : String(error);
      this.#print(`error: ${text}\n`);
      this.#end(1);
    });
  }

  close(): void {
    if (this.#folder !== undefined) requestStop(this.#folder);
    this.#end(130);
  }

  /** Ctrl+C asks the job to stop, as it does for a process. */
  handleInput(data: string): void {
    if (data === '\x03' && this.#folder !== undefined) requestStop(this.#folder);
  }

  async #run(): Promise<void> {
    const { runs } = this.#services;
    // The terminal shows the progress: no notification beside it.
    const watch = { ...this.#watch, follow: () => {} };
    const { argument, command } = this.#job;
    const started = await startJob(this.#services, watch, { command, argument });
    if (!started) return this.#end(1);
    this.#folder = started.run;
    const look = (run: Run | undefined) => {
      this.#showing = this.#showing.then(() => this.#show(started.run, run));
    };
    this.#subscription = runs.onDidChange(async changed => {
      if (changed?.folder.fsPath === started.run) look(changed);
      else if (!changed) look(await runs.find(started.run));
    });
    look(await runs.find(started.run));
  }

  async #show(folder: string, run: Run | undefined): Promise<void> {
    const { text, next } = await readLog(folder, this.#next);
    this.#next = next;
    if (text) this.#print(`\r\x1b[K${visible(text)}`);
    if (run?.state.status === 'running') {
      if (run.progress) this.#write.fire(`\r\x1b[K${visible(placedProgressText(run.progress, Date.now()))}`);
      return;
    }
    this.#write.fire('\r\x1b[K');
    this.#folder = undefined;
    this.#end(run?.state.exit?.code ?? 1);
  }

  #print(text: string): void {
    this.#write.fire(text.replaceAll('\n', '\r\n'));
  }

  #end(code: number): void {
    this.#subscription?.dispose();
    this.#subscription = undefined;
    this.#close.fire(code);
  }
}
