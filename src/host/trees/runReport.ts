import * as vscode from 'vscode';
import type { Place } from '../../engine/iteration/place.ts';
import type { Report, ReportRow } from '../../engine/iteration/report.ts';
import { readReportFile } from '../../engine/iteration/reportFile.ts';

/** The report of a run as it stands; undefined before the first, and where it cannot be read (the dashboard says why). */
export async function reportIn(run: vscode.Uri): Promise<Report | undefined> {
  const file = vscode.Uri.joinPath(run, 'report.json');
  try {
    const read = readReportFile(new TextDecoder().decode(await vscode.workspace.fs.readFile(file)), file.path);
    return 'value' in read ? read.value : undefined;
  } catch (error) {
    if (error instanceof vscode.FileSystemError) return undefined;
    throw error;
  }
}

/** The row of a place; only of a report on a single seed does it tell of the place alone. */
export function rowAt(report: Report | undefined, { arm, iteration }: Place): ReportRow | undefined {
  return report?.rows.find(row => row.arm === arm && row.iteration === iteration);
}
