import { basename, dirname, sep } from 'node:path';
import * as vscode from 'vscode';
import { jobFiles } from '../../node/jobFiles.ts';
import { JobFollower, type JobView } from '../../node/jobFollower.ts';
import { Disposables } from '../support/disposables.ts';
import type { Log } from '../support/log.ts';
import { allRunFolders, localFolders, usualRunFolders } from './runSearch.ts';
import type { Run, Runs } from './runs.ts';

/** Milliseconds between two looks at a run whose files changed, and at one that runs on a disk that tells of no changes. */
const pace = { changed: 250, running: 1000 };

/** The runs in folders of this machine. */
export class FolderRuns implements Runs {
  readonly #log: Log;
  readonly #changed = new vscode.EventEmitter<Run | undefined>();
  readonly #disposables = new Disposables(this.#changed);
  readonly #followers = new Map<string, JobFollower>();
  readonly #runs = new Map<string, Run>();
  /** Folders of which the log tells already that they cannot be read. */
  readonly #passedOver = new Set<string>();
  readonly #reads = new Map<string, Promise<void>>();
  readonly #due = new Map<string, NodeJS.Timeout>();
  #watchers = this.#disposables.add(new Disposables());
  #opened: Promise<void> | undefined;
  #poll: NodeJS.Timeout | undefined;

  readonly onDidChange = this.#changed.event;

  constructor(log: Log) {
    this.#log = log;
  }

  async list(): Promise<readonly Run[]> {
    await this.#ready();
    return [...this.#runs.values()].sort((a, b) => (a.state.job.created < b.state.job.created ? 1 : -1));
  }

  async find(folder: vscode.Uri | string): Promise<Run | undefined> {
    await this.#ready();
    return this.#runs.get(pathOf(folder)) ?? this.follow(folder);
  }

  async follow(folder: vscode.Uri | string): Promise<Run | undefined> {
    const path = pathOf(folder);
    if (!this.#followers.has(path)) this.#followers.set(path, new JobFollower(path));
    await this.#read(path);
    return this.#runs.get(path);
  }

  async refresh(): Promise<void> {
    await this.#look(usualRunFolders());
    await this.#look(allRunFolders());
  }

  dispose(): void {
    clearInterval(this.#poll);
    for (const timer of this.#due.values()) clearTimeout(timer);
    this.#disposables.dispose();
  }

  #ready(): Promise<void> {
    this.#opened ??= this.#open();
    return this.#opened;
  }

  async #open(): Promise<void> {
    this.#watch();
    this.#disposables.add(
      vscode.workspace.onDidChangeWorkspaceFolders(({ removed }) => {
        for (const { uri } of removed) this.#drop(uri.fsPath);
        this.#watch();
        void this.refresh();
      }),
    );
    this.#disposables.add(
      vscode.window.onDidChangeWindowState(({ focused }) => {
        if (focused) void this.#look(usualRunFolders());
      }),
    );
    await this.#look(usualRunFolders());
    void this.#look(allRunFolders());
  }

  /** Reads the runs in these folders and in all that are known. */
  async #look(folders: Promise<readonly string[]>): Promise<void> {
    for (const path of await folders) {
      if (!this.#followers.has(path)) this.#followers.set(path, new JobFollower(path));
    }
    // One after the other, so that a thousand runs do not hold up the extension host.
    for (const path of [...this.#followers.keys()]) await this.#read(path);
  }

  /** Forgets the runs of a folder that has left the workspace. */
  #drop(folder: string): void {
    for (const path of [...this.#followers.keys()].filter(path => isWithin(path, folder))) {
      this.#followers.delete(path);
      this.#runs.delete(path);
    }
    this.#changed.fire(undefined);
  }

  #watch(): void {
    this.#watchers.dispose();
    this.#watchers = this.#disposables.add(new Disposables());
    for (const folder of localFolders()) {
      const { job, exit, lock, events } = jobFiles;
      const pattern = new vscode.RelativePattern(folder, `**/{${[job, exit, lock, events].join(',')}}`);
      const files = this.#watchers.add(vscode.workspace.createFileSystemWatcher(pattern));
      files.onDidCreate(uri => this.#fileChanged(uri.fsPath));
      files.onDidChange(uri => this.#fileChanged(uri.fsPath));
      files.onDidDelete(uri => this.#fileChanged(uri.fsPath));
      // Where a folder goes, nothing is told of the files in it.
      const all = new vscode.RelativePattern(folder, '**');
      const removed = this.#watchers.add(vscode.workspace.createFileSystemWatcher(all, true, true, false));
      removed.onDidDelete(uri => this.#folderGone(uri.fsPath));
    }
  }

  #fileChanged(file: string): void {
    const path = dirname(file);
    if (basename(file) === jobFiles.job && !this.#followers.has(path)) this.#followers.set(path, new JobFollower(path));
    if (this.#followers.has(path)) this.#readSoon(path);
  }

  #folderGone(removed: string): void {
    const lost = [...this.#runs.keys()].filter(path => isWithin(path, removed));
    for (const path of lost) this.#readSoon(path);
    if (lost.length > 0) void this.refresh();
  }

  #readSoon(path: string): void {
    if (this.#due.has(path)) return;
    const read = () => {
      this.#due.delete(path);
      void this.#read(path);
    };
    this.#due.set(path, setTimeout(read, pace.changed));
  }

  /** One reading of a run at a time: the events of its file are taken in order. */
  async #read(path: string): Promise<void> {
    const reading = (this.#reads.get(path) ?? Promise.resolve()).then(() => this.#readNow(path));
    this.#reads.set(path, reading);
    await reading;
    if (this.#reads.get(path) === reading) this.#reads.delete(path);
  }

  async #readNow(path: string): Promise<void> {
    const before = this.#runs.get(path);
    let view: JobView | undefined;
    try {
      view = await this.#followers.get(path)?.read();
    } catch (error) {
      this.#passOver(path, error);
    }
    if (view) {
      const run: Run = { ...view, folder: vscode.Uri.file(path), name: basename(path) };
      if (before && isSame(before, run)) return;
      this.#runs.set(path, run);
      this.#changed.fire(before ? run : undefined);
    } else if (this.#runs.delete(path)) this.#changed.fire(undefined);
    this.#followRunning();
  }

  #passOver(path: string, error: unknown): void {
    if (this.#passedOver.has(path)) return;
    this.#passedOver.add(path);
    this.#log.warn(`${path} is passed over: ${error instanceof Error ? error.message : String(error)}`);
  }

  /** Nobody tells of changes on a disk that is shared, nor of a process that was killed: what runs is looked at. */
  #followRunning(): void {
    const isRunning = [...this.#runs.values()].some(({ state }) => state.status === 'running');
    if (!isRunning) {
      clearInterval(this.#poll);
      this.#poll = undefined;
      return;
    }
    this.#poll ??= setInterval(() => {
      for (const [path, { state }] of this.#runs) if (state.status === 'running') void this.#read(path);
    }, pace.running);
  }
}

function isWithin(path: string, folder: string): boolean {
  return path === folder || path.startsWith(folder + sep);
}

function isSame(a: Run, b: Run): boolean {
  return (
    a.state.status === b.state.status &&
    a.state.holder?.token === b.state.holder?.token &&
    a.state.exit?.time === b.state.exit?.time &&
    a.state.job.hash === b.state.job.hash &&
    a.latest === b.latest &&
    a.progress === b.progress
  );
}

/** A folder's path in the one form that URIs give it. */
function pathOf(folder: vscode.Uri | string): string {
  const path = (typeof folder === 'string' ? vscode.Uri.file(folder) : folder).fsPath;
  return path.endsWith(sep) && path.length > 1 ? path.slice(0, -1) : path;
}
