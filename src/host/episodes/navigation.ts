import * as vscode from 'vscode';
import { problemSpans } from '../../engine/analysis/problemSpans.ts';
import { stepAt } from '../../engine/trajectory/textPlace.ts';
import type { OpenedEpisode } from '../../protocol/episodeFiles.ts';
import type { Services } from '../services.ts';
import { registerCommand } from '../support/contributions.ts';
import { problemLine } from './diagnostics.ts';
import type { EpisodeDocuments } from './episodeDocuments.ts';

/** Where a command goes from a line: another line, or the words that say why it stays. */
type Target = (opened: OpenedEpisode, line: number) => number | string;

/** Goes from step to step and from problem to problem with the cursor, so that a screen reader reads where it lands. */
export function registerNavigation(services: Services, documents: EpisodeDocuments): vscode.Disposable {
  const go = (target: Target) => () => {
    const editor = vscode.window.activeTextEditor;
    const opened = editor && documents.episode(editor.document);
    if (!opened) return;
    const line = target(opened, editor.selection.active.line);
    if (typeof line === 'number') goTo(editor, line);
    else vscode.window.setStatusBarMessage(line, 2000);
  };
  return vscode.Disposable.from(
    registerCommand('contrail.nextStep', services, go(nextStep)),
    registerCommand('contrail.previousStep', services, go(previousStep)),
    registerCommand('contrail.firstStep', services, go(firstStep)),
    registerCommand('contrail.lastStep', services, go(lastStep)),
    registerCommand('contrail.nextProblem', services, go(nextProblem)),
    registerCommand('contrail.previousProblem', services, go(previousProblem)),
  );
}

/** Puts the cursor at the start of a line and shows some of what follows it. */
function goTo(editor: vscode.TextEditor, line: number): void {
  const start = new vscode.Position(line, 0);
  editor.selection = new vscode.Selection(start, start);
  editor.revealRange(new vscode.Range(line, 0, line + 4, 0), vscode.TextEditorRevealType.InCenterIfOutsideViewport);
}

const nextStep: Target = ({ text }, line) =>
  text.steps.find(({ from }) => from > line)?.from ??
  text.parts.find(({ part, from }) => part === 'ending' && from > line)?.from ??
  'There is no further step.';

const previousStep: Target = ({ text }, line) => {
  const current = text.steps[stepAt(text, line)];
  const before = text.steps[stepAt(text, (current?.from ?? 0) - 1)];
  return (line < (text.steps.at(-1)?.to ?? 0) ? before : current)?.from ?? (line > 0 ? 0 : 'This is the first line.');
};

const firstStep: Target = ({ text }) => text.steps[0]?.from ?? 0;

const lastStep: Target = ({ text }) => text.steps.at(-1)?.from ?? 'There is no step yet.';

const nextProblem: Target = (opened, line) =>
  problemLines(opened).find(each => each > line) ?? 'There is no further problem.';

const previousProblem: Target = (opened, line) =>
  problemLines(opened).findLast(each => each < line) ?? 'There is no earlier problem.';

function problemLines(opened: OpenedEpisode): number[] {
  const lines = problemSpans(opened.problems).map(span => problemLine(opened, span));
  return [...new Set(lines)].sort((a, b) => a - b);
}
