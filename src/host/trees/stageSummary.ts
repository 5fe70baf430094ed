import * as vscode from 'vscode';
import { type Fields, object } from '../../engine/trajectory/fields.ts';

/** A JSON file of a run as an object; undefined where there is none, or something else. */
export async function jsonIn(file: vscode.Uri): Promise<Fields | undefined> {
  try {
    return object(JSON.parse(new TextDecoder().decode(await vscode.workspace.fs.readFile(file))), 'the file');
  } catch {
    return undefined;
  }
}

/** The line in which a finished stage says how it went; undefined before its end. */
export async function stageSummary(folder: vscode.Uri): Promise<string | undefined> {
  const summary = (await jsonIn(vscode.Uri.joinPath(folder, 'stage.json')))?.['summary'];
  return typeof summary === 'string' ? summary : undefined;
}
