import * as vscode from 'vscode';
import { repeatedLines } from '../../engine/trajectory/textPlace.ts';
import type { OpenedEpisode } from '../../protocol/episodeFiles.ts';
import type { EpisodeDocuments } from './episodeDocuments.ts';
import { episodeSelector } from './episodeUri.ts';

/** Folds steps, parts of several lines, and repetitions: these to their first time, at the blank line that follows it. */
export function registerFolding(documents: EpisodeDocuments): vscode.Disposable {
  return vscode.languages.registerFoldingRangeProvider(episodeSelector, {
    async provideFoldingRanges(document) {
      const opened = await documents.opened(document);
      return opened && foldingRanges(opened);
    },
  });
}

function foldingRanges({ text, repetitions }: OpenedEpisode): vscode.FoldingRange[] {
  const repeated = repetitions.map(repetition => repeatedLines(text, repetition));
  return [...text.steps, ...repeated, ...text.parts]
    .filter(({ from, to }) => to - from > 1)
    .map(({ from, to }) => new vscode.FoldingRange(from, to - 1));
}
