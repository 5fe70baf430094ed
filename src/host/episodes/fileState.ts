import * as vscode from 'vscode';

/**
 * Changes whenever a trajectory file, or the journal in which its unfinished episodes stand, does: their sizes and times,
 * which every file system knows, shared and remote ones too.
 */
export async function fileState(file: vscode.Uri): Promise<string> {
  const journal = file.with({ path: file.path.replace(/\.trajectories\.jsonl$/, '.journal.jsonl') });
  const files = journal.path === file.path ? [file] : [file, journal];
  return (await Promise.all(files.map(stateOf))).join(' ');
}

async function stateOf(file: vscode.Uri): Promise<string> {
  try {
    const { mtime, size } = await vscode.workspace.fs.stat(file);
    return `${mtime}:${size}`;
  } catch {
    return 'absent';
  }
}
