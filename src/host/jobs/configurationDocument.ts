import { basename, dirname } from 'node:path';
import * as vscode from 'vscode';
import type { ParsedConfiguration } from '../../engine/configuration/parse.ts';
import type { Configuration } from '../../engine/configuration/schema.ts';
import { HumanError, type Problem } from '../../engine/problem.ts';
import type { Services } from '../services.ts';
import { messageText } from '../support/messageText.ts';

/** The configuration in a file as its editor shows it; what is not saved yet is saved, because jobs read the file. */
export async function readConfiguration({ configurations }: Services, path: string): Promise<ParsedConfiguration> {
  const document = await openConfiguration(path);
  if (document.isDirty && !(await document.save()))
    throw new HumanError(`${path} could not be saved; save it and try again.`);
  return configurations.parse({ text: document.getText(), file: path });
}

async function openConfiguration(path: string): Promise<vscode.TextDocument> {
  try {
    return await vscode.workspace.openTextDocument(vscode.Uri.file(path));
  } catch (error) {
    throw new HumanError(`Cannot open ${path}; check the path.`, [], { cause: error });
  }
}

/** The configuration in a file that a job is to run with. Throws a `HumanError` that names every problem. */
export async function validConfiguration(services: Services, path: string): Promise<Configuration> {
  const parsed = await readConfiguration(services, path);
  if ('configuration' in parsed) return parsed.configuration;
  const { length } = parsed.problems;
  throw new InvalidConfiguration(
    `${basename(dirname(path))}/${basename(path)} has ${length === 1 ? 'a problem' : `${length} problems`}.`,
    parsed.problems,
  );
}

/** A configuration that no job can run with; its problems are in the Problems panel too. */
export class InvalidConfiguration extends HumanError {
  /** Tells the person and takes them to the first problem if they like. Does not wait for the answer. */
  show(): void {
    const first = this.problems[0]!;
    const open = `Open ${basename(first.file)}`;
    void vscode.window
      .showErrorMessage(messageText(`${this.message} ${first.field ? `${first.field}: ` : ''}${first.message}`), open)
      .then(choice => {
        if (choice) void showProblem(first);
      });
  }
}

async function showProblem({ file, line, column = 1 }: Problem): Promise<void> {
  const position = new vscode.Position(Math.max(0, line - 1), column - 1);
  await vscode.window.showTextDocument(vscode.Uri.file(file), { selection: new vscode.Range(position, position) });
}
