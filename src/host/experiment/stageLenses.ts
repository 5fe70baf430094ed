import * as vscode from 'vscode';
import { type StageKey, stageOffers } from '../../engine/configuration/stageKeys.ts';
import type { CommandId } from '../support/contributions.ts';
import { Disposables } from '../support/disposables.ts';

const offers: Readonly<Record<StageKey, { readonly title: string; readonly command: CommandId }>> = {
  iterations: { title: 'Run iterations', command: 'contrail.runIterations' },
  explore: { title: 'Explore only', command: 'contrail.explore' },
  pairs: { title: 'Build pairs', command: 'contrail.buildPairs' },
  train: { title: 'Train', command: 'contrail.train' },
  evaluate: { title: 'Evaluate', command: 'contrail.evaluate' },
};

/** Offers the stages of an experiment above their keys in `contrail.json`; none where nothing may be run. */
export function registerStageLenses(): vscode.Disposable {
  const changed = new vscode.EventEmitter<void>();
  const provider: vscode.CodeLensProvider = {
    onDidChangeCodeLenses: changed.event,
    provideCodeLenses(document) {
      if (!vscode.workspace.isTrusted) return [];
      return stageOffers(document.getText()).map(({ key, offset }) => {
        const position = document.positionAt(offset);
        return new vscode.CodeLens(new vscode.Range(position, position), { ...offers[key], arguments: [document.uri] });
      });
    },
  };
  return new Disposables(
    changed,
    vscode.languages.registerCodeLensProvider({ scheme: 'file', pattern: '**/contrail.json' }, provider),
    vscode.workspace.onDidGrantWorkspaceTrust(() => changed.fire()),
  );
}
