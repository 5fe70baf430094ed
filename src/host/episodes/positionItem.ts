import * as vscode from 'vscode';
import { positionText } from '../../engine/trajectory/stepFacts.ts';
import { stepAt } from '../../engine/trajectory/textPlace.ts';
import type { EpisodeDocuments } from './episodeDocuments.ts';

/** Says in the status bar where in an episode the cursor is and how the episode ended. */
export function registerPositionItem(documents: EpisodeDocuments): vscode.Disposable {
  const item = vscode.window.createStatusBarItem('contrail.position', vscode.StatusBarAlignment.Right, 101);
  item.name = 'Episode Position';
  item.tooltip = 'Go to a step…';
  item.command = 'workbench.action.gotoSymbol';
  const show = () => {
    const editor = vscode.window.activeTextEditor;
    const opened = editor && documents.episode(editor.document);
    if (!opened) return item.hide();
    const { history, outcome, text } = opened;
    const step = stepAt(text, editor.selection.active.line);
    item.text = positionText({ step, steps: history.steps, ...(outcome && { outcome }) });
    item.accessibilityInformation = { label: `${item.text}. Go to a step.` };
    item.show();
  };
  show();
  return vscode.Disposable.from(
    item,
    documents.onDidUpdate(show),
    vscode.window.onDidChangeActiveTextEditor(show),
    vscode.window.onDidChangeTextEditorSelection(show),
  );
}
