import * as vscode from 'vscode';
import type { OpenedEpisode } from '../../protocol/episodeFiles.ts';
import type { CommandArguments, CommandId, EpisodeArgument } from '../support/contributions.ts';
import type { EpisodeDocuments } from './episodeDocuments.ts';
import { type EpisodeAddress, episodeAddress, episodeSelector } from './episodeUri.ts';

/** What can be done with an episode, above its first line. */
export function registerLenses(documents: EpisodeDocuments): vscode.Disposable {
  const changed = new vscode.EventEmitter<void>();
  return vscode.Disposable.from(
    changed,
    documents.onDidUpdate(() => changed.fire()),
    vscode.workspace.onDidGrantWorkspaceTrust(() => changed.fire()),
    vscode.languages.registerCodeLensProvider(episodeSelector, {
      onDidChangeCodeLenses: changed.event,
      async provideCodeLenses(document) {
        const opened = await documents.opened(document);
        const address = episodeAddress(document.uri);
        return opened && address && lenses(opened, address);
      },
    }),
  );
}

function lenses({ id, line, source, outcome }: OpenedEpisode, { file }: EpisodeAddress): vscode.CodeLens[] {
  const episode: EpisodeArgument = { file: file.toString(), id, ...(line !== undefined && { line }) };
  const isExpert = /^expert\b/.test(source?.policy ?? '');
  const parent = source?.parent;
  return [
    ...(isExpert ? [] : [lens('Compare With Expert', 'contrail.compareWithExpert', episode)]),
    lens('Compare With Sibling…', 'contrail.compareWithSibling', episode),
    lens('Compare Across Iterations…', 'contrail.compareAcrossIterations', episode),
    ...(isExpert ? [] : [lens('Open Expert', 'contrail.openExpert', episode)]),
    ...(parent ? [lens('Open Parent', 'contrail.openEpisode', { file: episode.file, id: parent.id })] : []),
    ...(vscode.workspace.isTrusted && outcome && file.scheme === 'file'
      ? [lens('Make Preference Pair…', 'contrail.makePair', { rejected: episode })]
      : []),
  ];
}

function lens<Id extends CommandId>(title: string, command: Id, argument: CommandArguments[Id]): vscode.CodeLens {
  return new vscode.CodeLens(new vscode.Range(0, 0, 0, 0), { title, command, arguments: [argument] });
}
