import { dirname } from 'node:path';
import * as vscode from 'vscode';
import { jobFiles } from '../../node/jobFiles.ts';
import { Disposables } from '../support/disposables.ts';
import { localFolders } from './runSearch.ts';

/** What happens to the files of jobs. */
export interface RunWatch {
  /** A file of a job in this folder was written or removed; it may be the first one that is told of. */
  changed(folder: string): void;
  /** A file or folder is gone; of the files in a folder nothing more is told. */
  removed(path: string): void;
}

/** Watches the workspace folders as they are now. */
export function watchRuns({ changed, removed }: RunWatch): vscode.Disposable {
  const { job, exit, lock, events } = jobFiles;
  const watchers = localFolders().flatMap(folder => {
    const pattern = new vscode.RelativePattern(folder, `**/{${[job, exit, lock, events].join(',')}}`);
    const files = vscode.workspace.createFileSystemWatcher(pattern);
    const tell = ({ fsPath }: vscode.Uri) => changed(dirname(fsPath));
    files.onDidCreate(tell);
    files.onDidChange(tell);
    files.onDidDelete(tell);
    const all = new vscode.RelativePattern(folder, '**');
    const removals = vscode.workspace.createFileSystemWatcher(all, true, true, false);
    removals.onDidDelete(({ fsPath }) => removed(fsPath));
    return [files, removals];
  });
  return new Disposables(...watchers);
}
