import { readdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import * as vscode from 'vscode';
import { jobFiles } from '../../node/jobFiles.ts';

/** The workspace folders on this machine. Jobs need files; elsewhere there are none. */
export function localFolders(): readonly vscode.WorkspaceFolder[] {
  return (vscode.workspace.workspaceFolders ?? []).filter(({ uri }) => uri.scheme === 'file');
}

/** Folders that may hold a run, in the usual places: the workspace folders, and each folder in their `runs`. */
export async function usualRunFolders(): Promise<string[]> {
  const roots = localFolders().map(({ uri }) => uri.fsPath);
  const found = await Promise.all(roots.map(async root => [root, ...(await foldersIn(join(root, 'runs')))]));
  return found.flat();
}

/** Folders of the workspace with a `job.json`, wherever they are but in `node_modules`; a thousand at the most. */
export async function allRunFolders(): Promise<string[]> {
  const files = await vscode.workspace.findFiles(`**/${jobFiles.job}`, '**/{node_modules,.git}/**', 1000);
  return files.filter(({ scheme }) => scheme === 'file').map(({ fsPath }) => dirname(fsPath));
}

/** The configurations of the workspace, those nearest to its root first. */
export async function configurationFiles(): Promise<vscode.Uri[]> {
  const files = await vscode.workspace.findFiles('**/contrail.json', '**/{node_modules,.git}/**', 1000);
  const depth = ({ path }: vscode.Uri) => path.split('/').length;
  return files.sort((a, b) => depth(a) - depth(b) || (a.path < b.path ? -1 : 1));
}

async function foldersIn(folder: string): Promise<string[]> {
  try {
    const entries = await readdir(folder, { withFileTypes: true });
    return entries.filter(entry => entry.isDirectory()).map(({ name }) => join(folder, name));
  } catch {
    // No such folder, or none of ours to read: no runs.
    return [];
  }
}
