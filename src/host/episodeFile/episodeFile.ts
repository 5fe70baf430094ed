import * as vscode from 'vscode';
import type { Services } from '../services.ts';
import { registerCommand } from '../support/contributions.ts';
import { Disposables } from '../support/disposables.ts';
import { activeFile, fileArgument } from '../support/fileArgument.ts';
import { EpisodeFileEditors, episodesViewType } from './episodeFileEditors.ts';

/** Files of episodes as lists: the editor, and the commands that change between it and the text. */
export function registerEpisodeFile(services: Services): vscode.Disposable {
  const editors = new EpisodeFileEditors(services);
  return new Disposables(
    editors,
    vscode.window.registerCustomEditorProvider(episodesViewType, editors, { supportsMultipleEditorsPerDocument: true }),
    registerCommand('contrail.openEpisodeFile', services, async argument => {
      const file = fileArgument(argument) ?? (await askForFile());
      if (file) await editors.open(file, filterOf(argument));
    }),
    registerCommand('contrail.openAsText', services, async argument => {
      const file = fileArgument(argument) ?? activeFile() ?? (await askForFile());
      if (file) await vscode.commands.executeCommand('vscode.openWith', file, 'default');
    }),
  );
}

function filterOf(argument: unknown): string | undefined {
  const filter = typeof argument === 'object' && argument !== null && 'filter' in argument && argument.filter;
  return typeof filter === 'string' ? filter : undefined;
}

async function askForFile(): Promise<vscode.Uri | undefined> {
  const files = await vscode.window.showOpenDialog({
    title: 'Open a file of episodes',
    filters: { 'Files of episodes': ['jsonl'], 'All files': ['*'] },
  });
  return files?.[0];
}
