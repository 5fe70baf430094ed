import { readdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import * as vscode from 'vscode';
import { jobFiles } from '../../node/jobFiles.ts';

/** The workspace folders on this machine. Jobs need files; elsewhere there are none. */
export function localFolders(): readonly vscode.WorkspaceFolder[] {
  return (vscode.workspace.workspaceFolders ?? []).filter(({ uri }) => uri.scheme === 'file');
}

/** Where runs are looked for. */
export class RunSearch {
  /** Folders outside the usual ones that hold runs, or will where an experiment has its own. */
  readonly #places = new Set<string>();

  /** Folders that may hold a run: those of the workspace, and what is in the places for runs. Quick enough to repeat. */
  async usual(): Promise<readonly string[]> {
    const roots = localFolders().map(({ uri }) => uri.fsPath);
    const places = new Set([...roots.map(root => join(root, 'runs')), ...this.#places]);
    return [...roots, ...(await Promise.all([...places].map(foldersIn))).flat()];
  }

  /** Folders of the workspace that hold a job, wherever they are, and what may come beside them from then on. */
  async all(): Promise<readonly string[]> {
    const files = await vscode.workspace.findFiles(`**/${jobFiles.job}`, notOurs, 1000);
    for (const { scheme, fsPath } of await configurationFiles())
      if (scheme === 'file') this.#places.add(join(dirname(fsPath), 'runs'));
    return [
      ...files.filter(({ scheme }) => scheme === 'file').map(({ fsPath }) => dirname(fsPath)),
      ...(await this.usual()),
    ];
  }
}

const notOurs = '**/{node_modules,.git}/**';

/** The configurations of the workspace, those nearest to its root first. */
export async function configurationFiles(): Promise<vscode.Uri[]> {
  const files = await vscode.workspace.findFiles('**/contrail.json', notOurs, 1000);
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
