import * as vscode from 'vscode';
import { changesName } from '../../engine/analysis/changesFile.ts';
import { turnChangeLabel } from '../../engine/analysis/turnChangeText.ts';
import { stepLabel } from '../../engine/trajectory/stepFacts.ts';
import { partsBetween } from '../../engine/trajectory/textPlace.ts';
import type { Services } from '../services.ts';
import { setting } from '../support/contributions.ts';
import { Disposables } from '../support/disposables.ts';
import type { EpisodeDocuments } from './episodeDocuments.ts';
import { episodeAddress, episodeSelector } from './episodeUri.ts';
import { turnChangesOf } from './turnChanges.ts';

/** Draws what counts behind each action: the step's number, a change of the reward, tokens, how likely it has become. */
export function registerInlayHints(services: Services, documents: EpisodeDocuments): vscode.Disposable {
  const changed = new vscode.EventEmitter<void>();
  const watchers = new Disposables();
  let isWatching = false;
  const watch = () => {
    isWatching = true;
    const watcher = watchers.add(vscode.workspace.createFileSystemWatcher(`**/${changesName}`));
    for (const event of [watcher.onDidCreate, watcher.onDidChange, watcher.onDidDelete])
      watchers.add(event(() => changed.fire()));
  };
  return vscode.Disposable.from(
    changed,
    watchers,
    documents.onDidUpdate(() => changed.fire()),
    vscode.workspace.onDidChangeConfiguration(event => {
      if (event.affectsConfiguration('contrail.episode.turnChanges')) changed.fire();
    }),
    vscode.languages.registerInlayHintsProvider(episodeSelector, {
      onDidChangeInlayHints: changed.event,
      async provideInlayHints(document, { start, end }) {
        const opened = await documents.opened(document);
        if (!opened) return undefined;
        if (!isWatching) watch();
        const file = setting('episode.turnChanges') ? episodeAddress(document.uri)?.file : undefined;
        const change = file && (await turnChangesOf(services, file, opened))[0];
        return partsBetween(opened.text, { from: start.line, to: end.line + 1 }).flatMap(({ part, step, from }) => {
          if (part !== 'action' || step === undefined) return [];
          const label = [
            stepLabel(opened.history.steps, step),
            ...(change ? [`log p ${turnChangeLabel(change, step)}`] : []),
          ].join(' · ');
          const hint = new vscode.InlayHint(document.lineAt(from).range.end, label);
          hint.paddingLeft = true;
          return hint;
        });
      },
    }),
  );
}
