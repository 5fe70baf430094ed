import { sep } from 'node:path';
import * as vscode from 'vscode';
import { Disposables } from '../support/disposables.ts';
import type { Log } from '../support/log.ts';
import { RunReader } from './runReader.ts';
import { RunSearch } from './runSearch.ts';
import type { Run, Runs } from './runs.ts';
import { watchRuns } from './runWatch.ts';

/**
 * Milliseconds between two looks at a run whose files changed, at one that runs on a disk that tells of no changes, and
 * for new ones in the usual places.
 */
const pace = { changed: 250, running: 1000, search: 2000 };

/** The runs in folders of this machine. */
export class FolderRuns implements Runs {
  readonly #reader: RunReader;
  readonly #changed = new vscode.EventEmitter<Run | undefined>();
  readonly #disposables = new Disposables(this.#changed);
  readonly #runs = new Map<string, Run>();
  readonly #due = new Map<string, NodeJS.Timeout>();
  readonly #search = new RunSearch();
  #watcher: vscode.Disposable = new Disposables();
  #opened: Promise<void> | undefined;
  #poll: NodeJS.Timeout | undefined;

  readonly onDidChange = this.#changed.event;

  constructor(log: Log) {
    this.#reader = new RunReader(log);
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
    await this.#read(path);
    return this.#runs.get(path);
  }

  async refresh(): Promise<void> {
    await this.#readAll([...this.#runs.keys(), ...(await this.#search.all())]);
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
        if (focused) void this.#readAll([...this.#runs.keys()]);
      }),
    );
    await this.#readAll(await this.#search.usual());
    void this.#search.all().then(folders => this.#readAll(folders));
    // Of a folder that comes with all its files at once, a watcher may tell nothing.
    const timer = setInterval(() => void this.#seek(), pace.search);
    this.#disposables.add({ dispose: () => clearInterval(timer) });
  }

  /** Looks for runs that are new in the usual places. */
  async #seek(): Promise<void> {
    const folders = await this.#search.usual();
    await this.#readAll(folders.filter(path => !this.#runs.has(path)));
  }

  /** One after the other, so that a thousand runs do not hold up the extension host. */
  async #readAll(folders: readonly string[]): Promise<void> {
    for (const path of folders) await this.#read(path);
  }

  /** Forgets the runs of a folder that has left the workspace. */
  #drop(folder: string): void {
    for (const path of this.#runs.keys()) if (isWithin(path, folder)) this.#runs.delete(path);
    this.#changed.fire(undefined);
  }

  #watch(): void {
    this.#watcher.dispose();
    this.#watcher = this.#disposables.add(
      watchRuns({ changed: path => this.#readSoon(path), removed: path => this.#folderGone(path) }),
    );
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

  async #read(path: string): Promise<void> {
    const run = await this.#reader.read(path);
    const before = this.#runs.get(path);
    if (run && before && isSame(before, run)) return;
    if (run) this.#runs.set(path, run);
    else if (!this.#runs.delete(path)) return;
    this.#changed.fire(before && run);
    this.#followRunning();
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
