import { basename } from 'node:path';
import * as vscode from 'vscode';
import type { Problem } from '../../engine/problem.ts';
import type { Services } from '../services.ts';
import { Disposables } from '../support/disposables.ts';

/** Milliseconds without a key press before a configuration is checked. */
const pause = 300;

/** Shows what is wrong with each open `contrail.json` in the words with which a job would refuse it. */
export function registerConfigurationProblems(services: Services): vscode.Disposable {
  const collection = vscode.languages.createDiagnosticCollection('contrail.json');
  const due = new Map<string, NodeJS.Timeout>();
  const forget = (document: vscode.TextDocument) => {
    clearTimeout(due.get(document.uri.toString()));
    due.delete(document.uri.toString());
  };
  const check = async (document: vscode.TextDocument) => {
    forget(document);
    const { version } = document;
    const problems = await problemsOf(services, document);
    if (!document.isClosed && document.version === version) collection.set(document.uri, problems);
  };
  const checkSoon = (document: vscode.TextDocument) => {
    forget(document);
    if (isConfiguration(document)) due.set(document.uri.toString(), setTimeout(check, pause, document));
  };
  for (const document of vscode.workspace.textDocuments) checkSoon(document);
  return new Disposables(
    collection,
    { dispose: () => due.forEach(clearTimeout) },
    vscode.workspace.onDidOpenTextDocument(checkSoon),
    vscode.workspace.onDidChangeTextDocument(({ document }) => checkSoon(document)),
    vscode.workspace.onDidSaveTextDocument(document => isConfiguration(document) && check(document)),
    vscode.workspace.onDidCloseTextDocument(document => {
      forget(document);
      collection.delete(document.uri);
    }),
  );
}

function isConfiguration({ uri }: vscode.TextDocument): boolean {
  // Not the old versions that a comparison opens under a scheme of its own.
  const isItself = uri.scheme === 'file' || vscode.workspace.getWorkspaceFolder(uri) !== undefined;
  return basename(uri.path) === 'contrail.json' && isItself;
}

async function problemsOf({ configurations }: Services, document: vscode.TextDocument): Promise<vscode.Diagnostic[]> {
  const parsed = await configurations.parse({ text: document.getText(), file: document.uri.path });
  const problems = 'problems' in parsed ? parsed.problems : [];
  return problems.map(problem => {
    const diagnostic = new vscode.Diagnostic(rangeOf(document, problem), messageOf(problem));
    diagnostic.source = 'contrail';
    return diagnostic;
  });
}

/** The word that a problem is about: a string, a number, a bracket. */
function rangeOf(document: vscode.TextDocument, { line, column = 1 }: Problem): vscode.Range {
  const position = document.validatePosition(new vscode.Position(Math.max(0, line - 1), column - 1));
  const word = /"(?:[^"\\\n]|\\.)*"?|[^\s,:[\]{}"]+|[[\]{}]/;
  return document.getWordRangeAtPosition(position, word) ?? new vscode.Range(position, position);
}

function messageOf({ field, message }: Problem): string {
  return field ? `${field}: ${message}` : message;
}
