import * as vscode from 'vscode';
import { reportCsv } from '../../engine/iteration/reportCsv.ts';
import { reportMarkdown } from '../../engine/iteration/reportText.ts';
import { HumanError } from '../../engine/problem.ts';
import { curveCsv } from '../../engine/training/curveCsv.ts';
import type { ExportFormat } from '../../protocol/dashboard.ts';
import type { DashboardRun } from './dashboardRun.ts';

/** A file that a person may want to keep. */
interface Export {
  readonly content: Uint8Array;
  /** What its name ends with, after that of the run. */
  readonly ending: string;
  readonly filter: string;
}

/** Results or curves of a run as a file. Throws a `HumanError` where there is nothing yet. */
export async function exported(run: DashboardRun, format: ExportFormat): Promise<Export> {
  await run.snapshot({});
  const { report, curves } = run.reader;
  const file = (text: string, ending: string, filter: string) => ({
    content: new TextEncoder().encode(text),
    ending,
    filter,
  });
  if (format === 'curves') {
    if (curves.length === 0) throw new HumanError('Nothing has been trained yet: there are no curves to export.');
    return file(curveCsv(curves), '-curves.csv', 'CSV');
  }
  if (!report || report.rows.length === 0)
    throw new HumanError('No policy has been evaluated yet: there are no results to export.');
  return format === 'csv'
    ? file(reportCsv(report), '-results.csv', 'CSV')
    : file(reportMarkdown(report), '-results.md', 'Markdown');
}

/** A picture of the charts as a file. */
export function exportedPicture(content: Uint8Array): Export {
  return { content, ending: '-curves.png', filter: 'PNG' };
}

/** Asks where to, beside the run's folder at first, and writes the file there; with `to`, asks nothing. */
export async function save(run: DashboardRun, { content, ending, filter }: Export, to?: vscode.Uri): Promise<void> {
  const { folder } = run;
  const name = `${folder.path.slice(folder.path.lastIndexOf('/') + 1)}${ending}`;
  const target =
    to ??
    (await vscode.window.showSaveDialog({
      defaultUri: vscode.Uri.joinPath(folder, '..', name),
      filters: { [filter]: [ending.slice(ending.lastIndexOf('.') + 1)] },
      title: 'Export From the Dashboard',
    }));
  if (!target) return;
  await vscode.workspace.fs.writeFile(target, content);
  if (to) return;
  const open = filter === 'PNG' ? 'Show' : 'Open';
  void vscode.window.showInformationMessage(`Saved ${vscode.workspace.asRelativePath(target)}.`, open).then(choice => {
    if (choice) void vscode.commands.executeCommand('vscode.open', target);
  });
}
