import * as vscode from 'vscode';
import { rewardChange } from '../../engine/trajectory/stepFacts.ts';
import { partOfStep, repeatedLines } from '../../engine/trajectory/textPlace.ts';
import type { OpenedEpisode } from '../../protocol/episodeFiles.ts';
import type { EpisodeDocuments } from './episodeDocuments.ts';

/** So many marks tell a reader where to look; more only cost. */
const mostMarks = 1000;

/** Draws, in the text and in the overview ruler, where the reward changes and where steps only repeat. */
export function registerMarks(documents: EpisodeDocuments): vscode.Disposable {
  const reward = vscode.window.createTextEditorDecorationType({
    overviewRulerColor: new vscode.ThemeColor('testing.iconPassed'),
    overviewRulerLane: vscode.OverviewRulerLane.Left,
  });
  const repetition = vscode.window.createTextEditorDecorationType({
    overviewRulerColor: new vscode.ThemeColor('editorInfo.foreground'),
    overviewRulerLane: vscode.OverviewRulerLane.Right,
  });
  const draw = (editor: vscode.TextEditor) => {
    const opened = documents.episode(editor.document);
    if (!opened) return;
    editor.setDecorations(reward, rewardMarks(opened));
    editor.setDecorations(repetition, repetitionMarks(opened));
  };
  const drawAll = (editors: readonly vscode.TextEditor[]) => editors.forEach(draw);
  drawAll(vscode.window.visibleTextEditors);
  return vscode.Disposable.from(
    reward,
    repetition,
    vscode.window.onDidChangeVisibleTextEditors(drawAll),
    documents.onDidUpdate(document =>
      drawAll(vscode.window.visibleTextEditors.filter(editor => editor.document === document)),
    ),
  );
}

function rewardMarks({ history, text }: OpenedEpisode): vscode.Range[] {
  const marks: vscode.Range[] = [];
  for (let step = 0; step < history.steps.length && marks.length < mostMarks; step++) {
    if (rewardChange(history.steps, step) === undefined) continue;
    const action = partOfStep(text, step, 'action');
    if (action) marks.push(new vscode.Range(action.from, 0, action.from, 0));
  }
  return marks;
}

/** On the blank line that a folded repetition leaves. */
function repetitionMarks({ text, repetitions }: OpenedEpisode): vscode.DecorationOptions[] {
  return repetitions.slice(0, mostMarks).map(repetition => {
    const { from } = repeatedLines(text, repetition);
    const { period, times } = repetition;
    const what = period === 1 ? 'the step above' : `the ${period} steps above`;
    return {
      range: new vscode.Range(from, 0, from, 0),
      renderOptions: {
        after: {
          contentText: `×${times}  ${what}, ${times - 1} more ${times === 2 ? 'time' : 'times'}`,
          color: new vscode.ThemeColor('editorInfo.foreground'),
          fontStyle: 'italic',
        },
      },
    };
  });
}
