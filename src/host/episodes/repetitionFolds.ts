import * as vscode from 'vscode';
import { repeatedLines } from '../../engine/trajectory/textPlace.ts';
import type { OpenedEpisode } from '../../protocol/episodeFiles.ts';

/** Folds, in the active editor, what only repeats. The cursor in a fold opens it. */
export async function foldRepetitions({ text, repetitions }: OpenedEpisode): Promise<void> {
  const selectionLines = repetitions.map(repetition => repeatedLines(text, repetition).from);
  if (selectionLines.length > 0) await vscode.commands.executeCommand('editor.fold', { selectionLines, levels: 1 });
}
