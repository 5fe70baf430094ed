import * as vscode from 'vscode';
import { isMistake } from '../../engine/analysis/problemSeverity.ts';
import { type ProblemSpan, problemSpans } from '../../engine/analysis/problemSpans.ts';
import type { TextPart } from '../../engine/trajectory/text.ts';
import { partOfStep } from '../../engine/trajectory/textPlace.ts';
import type { OpenedEpisode } from '../../protocol/episodeFiles.ts';
import type { EpisodeDocuments } from './episodeDocuments.ts';
import { episodeScheme } from './episodeUri.ts';
import type { Shown } from './shownEpisode.ts';

/** VS Code shows no more of one document. */
const mostDiagnostics = 1000;

/** Lists what is wrong with the episodes that are open, and nothing of those that are not. */
export function registerDiagnostics(documents: EpisodeDocuments): vscode.Disposable {
  const collection = vscode.languages.createDiagnosticCollection('contrail');
  return vscode.Disposable.from(
    collection,
    documents.onDidUpdate(document => {
      const shown = documents.shown(document);
      if (shown) collection.set(document.uri, diagnosticsOf(document, shown));
    }),
    vscode.workspace.onDidCloseTextDocument(({ uri }) => {
      if (uri.scheme === episodeScheme) collection.delete(uri);
    }),
  );
}

function diagnosticsOf(document: vscode.TextDocument, shown: Shown): vscode.Diagnostic[] {
  switch (shown.kind) {
    case 'episode':
      return problemSpans(shown.opened.problems)
        .slice(0, mostDiagnostics)
        .map(span => spanDiagnostic(document, shown.opened, span));
    case 'malformed':
      return [diagnostic(document.lineAt(0).range, shown.malformed.problem.message, 'malformed-line')];
    case 'missing':
      return [diagnostic(document.lineAt(0).range, shown.error.message, 'unreadable')];
    case 'part':
      return [];
  }
}

/** The line at which a span's problem is to be seen: that of its first step's action, thought or note. */
export function problemLine({ text }: OpenedEpisode, { kind, from }: Pick<ProblemSpan, 'kind' | 'from'>): number {
  const part: TextPart = kind === 'invented-observation' || kind === 'cut-off' ? 'note' : 'action';
  return (partOfStep(text, from, part) ?? text.steps[from])?.from ?? 0;
}

function spanDiagnostic(document: vscode.TextDocument, opened: OpenedEpisode, span: ProblemSpan): vscode.Diagnostic {
  const { range, text, firstNonWhitespaceCharacterIndex } = document.lineAt(problemLine(opened, span));
  // The words after the lead word, or the lead word where nothing follows.
  const words = text.indexOf(':') + 2;
  const from = words < text.length ? words : firstNonWhitespaceCharacterIndex;
  const made = diagnostic(range.with(range.start.with({ character: from })), span.message, span.kind);
  made.severity = isMistake(span.kind) ? vscode.DiagnosticSeverity.Warning : vscode.DiagnosticSeverity.Information;
  return made;
}

function diagnostic(range: vscode.Range, message: string, code: string): vscode.Diagnostic {
  const made = new vscode.Diagnostic(range, message, vscode.DiagnosticSeverity.Error);
  made.source = 'Contrail';
  made.code = code;
  return made;
}
