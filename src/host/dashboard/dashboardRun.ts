import { setTimeout as delay } from 'node:timers/promises';
import * as vscode from 'vscode';
import { DashboardSnapshots } from '../../node/dashboardSnapshot.ts';
import { jobFiles } from '../../node/jobFiles.ts';
import { localRunFiles } from '../../node/runFiles.ts';
import { readOnlyRunHead, runHead } from '../../node/runHead.ts';
import { RunReader } from '../../node/runReader.ts';
import type { DashboardSnapshot, RunHead, TrainingChoice } from '../../protocol/dashboard.ts';
import { canResume } from '../jobs/jobDocument.ts';
import type { Services } from '../services.ts';
import { Disposables } from '../support/disposables.ts';
import { exists } from '../support/runFiles.ts';
import { distantRunFiles } from './distantRunFiles.ts';

/** Milliseconds between two looks at a folder that has changed. */
const pace = 500;

/** Milliseconds after which a folder is looked at although nothing was told of it: watchers miss things. */
const patience = 2_000;

/** One run as its dashboard follows it. Looks at the folder only when it is asked, and seldom where nothing is told to have changed. */
export class DashboardRun implements vscode.Disposable {
  readonly folder: vscode.Uri;
  readonly reader: RunReader;
  readonly #services: Pick<Services, 'runs'>;
  readonly #snapshots: DashboardSnapshots;
  readonly #changed = new vscode.EventEmitter<void>();
  readonly #disposables = new Disposables(this.#changed);
  #isStale = true;
  #version = 0;
  #shown = '';
  #looked = 0;
  #reading: Promise<RunHead> | undefined;

  constructor(folder: vscode.Uri, services: Pick<Services, 'runs'>) {
    this.folder = folder;
    this.#services = services;
    this.reader = new RunReader(folder.scheme === 'file' ? localRunFiles(folder.fsPath) : distantRunFiles(folder));
    this.#snapshots = new DashboardSnapshots(this.reader);
    const changed = () => {
      this.#isStale = true;
      this.#changed.fire();
    };
    const files = this.#disposables.add(
      vscode.workspace.createFileSystemWatcher(new vscode.RelativePattern(folder, '*.{json,jsonl}')),
    );
    for (const told of [files.onDidCreate, files.onDidChange, files.onDidDelete]) this.#disposables.add(told(changed));
    this.#disposables.add(vscode.workspace.onDidGrantWorkspaceTrust(changed));
    this.#disposables.add(
      services.runs.onDidChange(run => {
        if (!run || run.folder.toString() === folder.toString()) changed();
      }),
    );
  }

  /** The run as it is now. */
  async snapshot(choice: TrainingChoice): Promise<DashboardSnapshot> {
    this.#reading ??= this.#read().finally(() => {
      this.#reading = undefined;
    });
    const head = await this.#reading;
    return this.#snapshots.take({ version: this.#version, head, choice });
  }

  /** The run once it differs from `version`. Rejects with the signal's reason. */
  async after(version: number, choice: TrainingChoice, signal: AbortSignal): Promise<DashboardSnapshot> {
    for (;;) {
      if (this.#isStale) {
        await delay(Math.max(0, this.#looked + pace - Date.now()), undefined, { signal });
        const snapshot = await this.snapshot(choice);
        if (snapshot.version !== version) return snapshot;
      } else if (this.#version !== version) return this.snapshot(choice);
      else await this.#change(signal);
    }
  }

  dispose(): void {
    this.#disposables.dispose();
  }

  async #read(): Promise<RunHead> {
    this.#isStale = false;
    this.#looked = Date.now();
    const head = await this.#head();
    await this.reader.refresh();
    const shown = JSON.stringify([head, this.reader.revision]);
    if (shown !== this.#shown) this.#version++;
    this.#shown = shown;
    return head;
  }

  async #head(): Promise<RunHead> {
    const { folder } = this;
    const name = folder.path.slice(folder.path.lastIndexOf('/') + 1);
    const named = { run: folder.toString(), name, folder: vscode.workspace.asRelativePath(folder) };
    if (folder.scheme !== 'file')
      return readOnlyRunHead({ ...named, statusText: 'not on this machine: shown as far as its files tell' });
    const run = await this.#services.runs.follow(folder);
    if (!run) return readOnlyRunHead({ ...named, statusText: 'no job is recorded in this folder' });
    return runHead(run, {
      ...named,
      mayRun: vscode.workspace.isTrusted,
      canResume: canResume(run),
      now: Date.now(),
    });
  }

  #change(signal: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      const done = () => {
        clearTimeout(timer);
        listening.dispose();
        signal.removeEventListener('abort', stop);
      };
      const stop = () => {
        done();
        reject(signal.reason);
      };
      const timer = setTimeout(() => {
        this.#isStale = true;
        done();
        resolve();
      }, patience);
      const listening = this.#changed.event(() => {
        done();
        resolve();
      });
      signal.addEventListener('abort', stop);
      if (signal.aborted) stop();
    });
  }
}

/** Whether a folder holds anything that a dashboard could show. */
export async function isRunFolder(folder: vscode.Uri): Promise<boolean> {
  const has = (file: string) => exists(vscode.Uri.joinPath(folder, file));
  const found = await Promise.all([jobFiles.job, jobFiles.metrics, 'report.json'].map(has));
  return found.includes(true);
}
