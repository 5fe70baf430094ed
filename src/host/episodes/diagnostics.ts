import * as vscode from 'vscode';
import { isMistake } from '../../engine/analysis/problemSeverity.ts';
import { type ProblemSpan, problemSpans } from '../../engine/analysis/problemSpans.ts';
import type { TextPart } from '../../engine/trajectory/text.ts';
import { partOfStep } from '../../engine/trajectory/textPlace.ts';
import type { OpenedEpisode } from '../../protocol/episodeFiles.ts';
import type { EpisodeDocuments } from './episodeDocuments.ts';
import type { Shown, TextPlace } from './shownEpisode.ts';

/** VS Code shows no more of one document. */
const mostDiagnostics = 1000;

/** Lists what is wrong with the episodes that an editor shows, and nothing of the others. */
export function registerDiagnostics(documents: EpisodeDocuments): vscode.Disposable {
  const collection = vscode.languages.createDiagnosticCollection('contrail');
  const list = (document: vscode.TextDocument) => {
    const shown = documents.shown(document);
    if (shown) collection.set(document.uri, diagnosticsOf(document, shown));
  };
  return vscode.Disposable.from(
    collection,
    documents.onDidUpdate(document => {
      if (shownUris().has(document.uri.toString())) list(document);
    }),
    // VS Code keeps a document for a while after its last tab is closed.
    vscode.window.tabGroups.onDidChangeTabs(() => {
      const shown = shownUris();
      collection.forEach(uri => {
        if (!shown.has(uri.toString())) collection.delete(uri);
      });
      for (const document of vscode.workspace.textDocuments)
        if (shown.has(document.uri.toString()) && !collection.has(document.uri)) list(document);
    }),
  );
}

/** The URIs of what the tabs show, on either side of a comparison. */
function shownUris(): ReadonlySet<string> {
  const inputs = vscode.window.tabGroups.all.flatMap(({ tabs }) => tabs.map(({ input }) => input));
  const uris = inputs.flatMap(input => {
    if (input instanceof vscode.TabInputText) return [input.uri];
    return input instanceof vscode.TabInputTextDiff ? [input.original, input.modified] : [];
  });
  return new Set(uris.map(String));
}

function diagnosticsOf(document: vscode.TextDocument, shown: Shown): vscode.Diagnostic[] {
  switch (shown.kind) {
    case 'episode':
      return problemSpans(shown.opened.problems)
        .slice(0, mostDiagnostics)
        .map(span => spanDiagnostic(document, shown.opened, span));
    case 'malformed':
      return [diagnostic(restOfLine(document, shown.at), shown.malformed.problem.message, 'malformed-line')];
    case 'missing':
      return [diagnostic(restOfLine(document, { line: 0, character: 0 }), shown.error.message, 'unreadable')];
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

function restOfLine(document: vscode.TextDocument, { line, character }: TextPlace): vscode.Range {
  return document.lineAt(line).range.with(new vscode.Position(line, character));
}

function diagnostic(range: vscode.Range, message: string, code: string): vscode.Diagnostic {
  const made = new vscode.Diagnostic(range, message, vscode.DiagnosticSeverity.Error);
  made.source = 'Contrail';
  made.code = code;
  return made;
}
