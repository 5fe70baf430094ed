import { dirname, posix } from 'node:path';
import * as vscode from 'vscode';
import { visible } from '../../engine/trajectory/visible.ts';
import { readLog } from '../../node/jobLog.ts';
import { stateText } from '../../node/jobText.ts';
import type { Services } from '../services.ts';
import { Disposables } from '../support/disposables.ts';
import type { Run } from './runs.ts';

const scheme = 'contrail-job';

/** The address of the document that tells of the job in a folder. */
export function jobUri({ folder, name }: Pick<Run, 'folder' | 'name'>): vscode.Uri {
  return vscode.Uri.from({ scheme, path: posix.join(folder.path, `${name}.log`) });
}

/** The folder of the job that a document tells of. */
export function jobFolder(uri: vscode.Uri): string {
  return vscode.Uri.file(dirname(uri.path)).fsPath;
}

/** Opens the document of a job at its end, where it grows. */
export async function showJobDocument(run: Run): Promise<void> {
  const document = await vscode.workspace.openTextDocument(jobUri(run));
  const editor = await vscode.window.showTextDocument(document, { preview: true });
  reveal(editor);
}

/** Jobs as documents: how they stand, then their log, growing while they run. What reads the end goes on reading it. */
export function registerJobDocument({ runs }: Services): vscode.Disposable {
  const changed = new vscode.EventEmitter<vscode.Uri>();
  const lenses = new vscode.EventEmitter<void>();
  const following = new Set<vscode.TextEditor>();
  const statuses = new Map<string, string>();
  const refresh = (run: Run | undefined) => {
    const open = vscode.workspace.textDocuments.map(({ uri }) => uri).filter(uri => uri.scheme === scheme);
    for (const uri of open) if (!run || jobFolder(uri) === run.folder.fsPath) changed.fire(uri);
    if (run && statuses.get(run.folder.fsPath) === run.state.status) return;
    if (run) statuses.set(run.folder.fsPath, run.state.status);
    lenses.fire();
  };
  const provider: vscode.TextDocumentContentProvider = {
    onDidChange: changed.event,
    async provideTextDocumentContent(uri) {
      for (const editor of editorsOf(uri)) if (isAtEnd(editor)) following.add(editor);
      const folder = jobFolder(uri);
      const run = await runs.find(folder);
      return run ? jobText(run, await readLog(folder)) : `${visible(folder)} is no run folder any more.\n`;
    },
  };
  return new Disposables(
    changed,
    lenses,
    vscode.workspace.registerTextDocumentContentProvider(scheme, provider),
    vscode.languages.registerCodeLensProvider(
      { scheme },
      {
        onDidChangeCodeLenses: lenses.event,
        provideCodeLenses: async ({ uri }) => lensesOf(await runs.find(jobFolder(uri))),
      },
    ),
    runs.onDidChange(refresh),
    vscode.workspace.onDidChangeTextDocument(({ document }) => {
      for (const editor of editorsOf(document.uri)) if (following.delete(editor)) reveal(editor);
    }),
  );
}

function jobText(run: Run, log: { readonly text: string; readonly from: number }): string {
  const { state } = run;
  const { holder, job } = state;
  const lines = [
    `${run.name}: ${stateText(run, Date.now())}`,
    job.command,
    run.folder.fsPath,
    ...(holder ? [`process ${holder.pid} on ${holder.host}, since ${holder.since}`] : []),
    ...(log.from > 0 ? ['', `(the first ${log.from} bytes of log.txt are left out)`] : []),
  ];
  return visible(`${lines.join('\n')}\n\n${log.text}`);
}

function lensesOf(run: Run | undefined): vscode.CodeLens[] {
  if (!run) return [];
  const lens = (title: string, command: string) =>
    new vscode.CodeLens(new vscode.Range(0, 0, 0, 0), { title, command, arguments: [run] });
  const mayRun = vscode.workspace.isTrusted;
  return [
    ...(mayRun && run.state.status === 'running' ? [lens('Stop', 'contrail.stopJob')] : []),
    ...(mayRun && canResume(run) ? [lens('Resume', 'contrail.resumeJob')] : []),
    lens('Show Dashboard', 'contrail.showDashboard'),
  ];
}

/** Whether there is something to go on with. */
export function canResume({ state }: Run): boolean {
  return state.status === 'stopped' || state.status === 'failed' || state.status === 'gone';
}

function editorsOf(uri: vscode.Uri): readonly vscode.TextEditor[] {
  return vscode.window.visibleTextEditors.filter(({ document }) => document.uri.toString() === uri.toString());
}

function isAtEnd({ document, visibleRanges }: vscode.TextEditor): boolean {
  return visibleRanges.some(({ end }) => end.line >= document.lineCount - 2);
}

function reveal(editor: vscode.TextEditor): void {
  const end = new vscode.Position(editor.document.lineCount - 1, 0);
  editor.revealRange(new vscode.Range(end, end));
}
