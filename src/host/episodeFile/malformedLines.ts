import * as vscode from 'vscode';
import { visible } from '../../engine/trajectory/visible.ts';
import type { EpisodeFiles, FileStatus, ProblemRow } from '../../protocol/episodeFiles.ts';
import type { Client } from '../../protocol/rpc.ts';
import { episodeUri } from '../episodes/episodeUri.ts';

/** The most lines of one file that stand in the Problems panel. */
const most = 500;

/** Keeps the malformed lines of one file in the Problems panel. */
export class MalformedLines {
  readonly #file: vscode.Uri;
  readonly #files: Client<EpisodeFiles>;
  readonly #diagnostics: vscode.DiagnosticCollection;
  #shown: FileStatus | undefined;

  constructor(file: vscode.Uri, files: Client<EpisodeFiles>, diagnostics: vscode.DiagnosticCollection) {
    this.#file = file;
    this.#files = files;
    this.#diagnostics = diagnostics;
  }

  /** Brings the panel up to the file's state; does nothing when nothing has changed for it. */
  async update(path: string, status: FileStatus): Promise<void> {
    const before = this.#shown;
    this.#shown = status;
    const isSame = status.malformed === (before?.malformed ?? 0) && (status.malformed === 0 || !status.complete);
    if (isSame || status.version === before?.version) return;
    const { rows, matches } = await this.#first(path);
    if (this.#shown !== status) return;
    const problems = rows.map(row => this.#diagnostic(row));
    const last = problems.at(-1);
    if (last && matches > problems.length) problems.push(this.#rest(matches - problems.length, last.range));
    this.#diagnostics.set(this.#file, problems);
  }

  /** The first malformed lines, however few of them a call gives. */
  async #first(path: string): Promise<{ readonly rows: readonly ProblemRow[]; readonly matches: number }> {
    const view = { filter: 'malformed', sort: [], group: 'none' } as const;
    const rows: ProblemRow[] = [];
    for (;;) {
      const page = await this.#files.rows({ path, view, from: rows.length, count: most - rows.length });
      rows.push(...page.rows.filter((row): row is ProblemRow => 'problem' in row));
      const { matches } = page;
      if (page.rows.length === 0 || rows.length >= Math.min(matches, most)) return { rows, matches };
    }
  }

  #diagnostic({ line, problem }: ProblemRow): vscode.Diagnostic {
    const column = (problem.column ?? 1) - 1;
    const range = new vscode.Range(line - 1, column, line - 1, column + 1_000_000);
    const field = problem.field ? `${problem.field}: ` : '';
    const diagnostic = this.#new(range, visible(`${field}${problem.message}`));
    const place = new vscode.Location(episodeUri({ file: this.#file, line }), new vscode.Position(0, 0));
    diagnostic.relatedInformation = [new vscode.DiagnosticRelatedInformation(place, 'The line as it stands there')];
    return diagnostic;
  }

  #rest(count: number, range: vscode.Range): vscode.Diagnostic {
    const lines = count === 1 ? 'One more line is no episode.' : `${count} more lines are no episodes.`;
    return this.#new(range, `${lines} Filter the list by "malformed" to see all.`);
  }

  #new(range: vscode.Range, message: string): vscode.Diagnostic {
    const diagnostic = new vscode.Diagnostic(range, message, vscode.DiagnosticSeverity.Error);
    diagnostic.source = 'Contrail';
    return diagnostic;
  }
}
