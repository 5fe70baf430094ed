import * as vscode from 'vscode';
import { taskObjects } from '../../engine/analysis/taskWords.ts';
import type { LineRange, PartRange, TextPart } from '../../engine/trajectory/text.ts';
import { partsBetween } from '../../engine/trajectory/textPlace.ts';
import type { OpenedEpisode } from '../../protocol/episodeFiles.ts';
import type { EpisodeDocuments } from './episodeDocuments.ts';
import { episodeSelector } from './episodeUri.ts';

type TokenType = 'taskObject' | 'invalidAction' | 'omission';

/** The manifest says what colours they get. */
const legend = new vscode.SemanticTokensLegend(['taskObject', 'invalidAction', 'omission'] satisfies TokenType[]);

/** The parts in which an object of the task is worth seeing. */
const naming: ReadonlySet<TextPart> = new Set(['task', 'opening', 'action', 'observation']);

/** Colours what a grammar cannot know: an action that was refused, an object that the task names, what is left out. */
export function registerSemanticTokens(documents: EpisodeDocuments): vscode.Disposable {
  const changed = new vscode.EventEmitter<void>();
  return vscode.Disposable.from(
    changed,
    documents.onDidUpdate(() => changed.fire()),
    vscode.languages.registerDocumentRangeSemanticTokensProvider(
      episodeSelector,
      {
        onDidChangeSemanticTokens: changed.event,
        async provideDocumentRangeSemanticTokens(document, { start, end }) {
          const opened = await documents.opened(document);
          return opened && tokens(document, opened, { from: start.line, to: end.line + 1 });
        },
      },
      legend,
    ),
  );
}

/** The tokens of some lines; nothing beyond them is looked at. */
function tokens(
  document: vscode.TextDocument,
  { text, history }: OpenedEpisode,
  lines: LineRange,
): vscode.SemanticTokens {
  const builder = new vscode.SemanticTokensBuilder(legend);
  const objects = taskObjects(history.task.instruction);
  const push = (line: number, from: number, to: number, type: TokenType) => {
    if (to > from) builder.push(new vscode.Range(line, from, line, to), type);
  };
  const gaps = text.gaps.filter(({ line }) => line >= lines.from && line < lines.to).map(({ line }) => line);
  for (const line of gaps) push(line, indentation(document, line), document.lineAt(line).text.length, 'omission');
  for (const part of partsBetween(text, lines)) {
    const isRefused = part.part === 'action' && history.steps[part.step!]?.valid === false;
    for (let line = Math.max(part.from, lines.from); line < Math.min(part.to, lines.to); line++) {
      if (gaps.includes(line)) continue;
      const content = document.lineAt(line).text;
      const start = contentStart(document, line, part);
      if (isRefused) push(line, start, content.length, 'invalidAction');
      else if (objects && naming.has(part.part) && !isId(line, part)) {
        for (const { 0: words, index } of content.slice(start).matchAll(objects))
          push(line, start + index, start + index + words.length, 'taskObject');
      }
    }
  }
  return builder.build();
}

/** Whether a line is the one that names the task instead of telling it. */
function isId(line: number, { part, to }: PartRange): boolean {
  return part === 'task' && line === to - 1;
}

/** Where a line's own words begin: after its indentation or, on the first line of a part, after the lead word. */
function contentStart(document: vscode.TextDocument, line: number, part: PartRange): number {
  return line === part.from ? document.lineAt(line).text.indexOf(':') + 2 : indentation(document, line);
}

function indentation(document: vscode.TextDocument, line: number): number {
  return document.lineAt(line).firstNonWhitespaceCharacterIndex;
}
