import * as vscode from 'vscode';
import { stepLabel } from '../../engine/trajectory/stepFacts.ts';
import { partsBetween } from '../../engine/trajectory/textPlace.ts';
import type { EpisodeDocuments } from './episodeDocuments.ts';
import { episodeSelector } from './episodeUri.ts';

/** Draws what counts behind each action: the step's number, a change of the reward, tokens. */
export function registerInlayHints(documents: EpisodeDocuments): vscode.Disposable {
  const changed = new vscode.EventEmitter<void>();
  return vscode.Disposable.from(
    changed,
    documents.onDidUpdate(() => changed.fire()),
    vscode.languages.registerInlayHintsProvider(episodeSelector, {
      onDidChangeInlayHints: changed.event,
      async provideInlayHints(document, { start, end }) {
        const opened = await documents.opened(document);
        if (!opened) return undefined;
        return partsBetween(opened.text, { from: start.line, to: end.line + 1 }).flatMap(({ part, step, from }) => {
          if (part !== 'action' || step === undefined) return [];
          const label = stepLabel(opened.history.steps, step);
          const hint = new vscode.InlayHint(document.lineAt(from).range.end, label);
          hint.paddingLeft = true;
          return hint;
        });
      },
    }),
  );
}
