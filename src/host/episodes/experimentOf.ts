import * as vscode from 'vscode';

/**
 * The `environment` of the contrail.json that governs a file of the workspace: the nearest one above it. Undefined
 * outside the workspace or where there is none.
 */
export async function experimentOf(file: vscode.Uri): Promise<vscode.Uri | undefined> {
  const root = vscode.workspace.getWorkspaceFolder(file)?.uri;
  if (!root) return undefined;
  let folder = vscode.Uri.joinPath(file, '..');
  while (folder.path.length >= root.path.length) {
    const experiment = vscode.Uri.joinPath(folder, 'contrail.json');
    const text = await read(experiment);
    if (text !== undefined) return experiment.with({ fragment: `L${lineOf(text, '"environment"')}` });
    if (folder.path === '/') return undefined;
    folder = vscode.Uri.joinPath(folder, '..');
  }
  return undefined;
}

async function read(file: vscode.Uri): Promise<string | undefined> {
  try {
    return new TextDecoder().decode(await vscode.workspace.fs.readFile(file));
  } catch {
    return undefined;
  }
}

/** The 1-based line of the first occurrence; 1 without any. */
function lineOf(text: string, words: string): number {
  return text.slice(0, Math.max(0, text.indexOf(words))).split('\n').length;
}
