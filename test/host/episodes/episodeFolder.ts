import { mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';
import * as vscode from 'vscode';
import { encodeTrajectory } from '../../../src/engine/trajectory/atif.ts';
import type { Trajectory } from '../../../src/engine/trajectory/trajectory.ts';

/** A folder of the workspace that lasts as long as its test; what is open of it is closed before. */
export function folderOf(t: TestContext): string {
  const workspace = realpathSync(vscode.workspace.workspaceFolders![0]!.uri.fsPath);
  const folder = mkdtempSync(join(workspace, 'episodes-'));
  t.after(async () => {
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    rmSync(folder, { recursive: true, force: true });
  });
  return folder;
}

/** Writes a trajectory file, of trajectories and of lines as they are; returns its path. */
export function writeEpisodes(folder: string, lines: readonly (Trajectory | string)[]): string {
  const file = join(folder, 'episodes.trajectories.jsonl');
  writeFileSync(file, lines.map(line => `${typeof line === 'string' ? line : encodeTrajectory(line)}\n`).join(''));
  return file;
}

/** Opens an episode as a person does and returns its editor. */
export async function openEpisode(argument: Readonly<Record<string, unknown>>): Promise<vscode.TextEditor> {
  await vscode.commands.executeCommand('contrail.openEpisode', argument);
  const editor = vscode.window.activeTextEditor;
  if (editor?.document.uri.scheme !== 'contrail-episode') throw new Error('No episode was opened.');
  return editor;
}

/** Asks until the answer is as it should be, for as long as a person would wait; returns the last answer. */
export async function eventually<T>(ask: () => T | Thenable<T>, isRight: (value: T) => boolean): Promise<T> {
  for (const end = Date.now() + 15_000; ; await delay(50)) {
    const value = await ask();
    if (isRight(value) || Date.now() > end) return value;
  }
}

/** What a provider of VS Code answers about a document. */
export function provided<T>(name: string, ...given: readonly unknown[]): Thenable<T> {
  return vscode.commands.executeCommand<T>(`vscode.execute${name}`, ...given);
}
