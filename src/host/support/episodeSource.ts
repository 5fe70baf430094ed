import * as vscode from 'vscode';
import { HumanError } from '../../engine/problem.ts';
import type { Services } from '../services.ts';

/** What the episode thread calls a file: its path on this machine, or its URI where another file system holds it. */
export function episodePath(file: vscode.Uri): string {
  return file.scheme === 'file' ? file.fsPath : file.toString();
}

/**
 * Gives the episode thread the bytes of a file that is not on this machine's disks; others it reads itself. Returns
 * what the thread calls the file. Throws a `HumanError` when it cannot be read.
 */
export async function provideEpisodes(
  { episodeFiles }: Pick<Services, 'episodeFiles'>,
  file: vscode.Uri,
): Promise<string> {
  const path = episodePath(file);
  if (file.scheme === 'file') return path;
  const bytes = await vscode.workspace.fs.readFile(file).then(undefined, error => {
    if (!(error instanceof vscode.FileSystemError)) throw error;
    throw new HumanError(
      error.code === 'FileNotFound' ? `${file.path} does not exist any more.` : `${file.path}: ${error.message}`,
    );
  });
  await episodeFiles.provide({ path, bytes });
  return path;
}
