import { spawn } from 'node:child_process';
import { mkdirSync, realpathSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { smallExperiment } from '../smallExperiment.ts';

/** A finished run in the open workspace that all tests of one VS Code share: look, do not change what stands there. */
export interface SmallRun {
  /** Its folder. */
  readonly run: string;
  /** The file of the run at a path of its own. */
  file(path: string): string;
}

/** Test files are bundled one by one, so what they share is kept here. */
const shared = globalThis as { contrailSmallRun?: Promise<SmallRun> };

/** The whole loop on twelve tasks, run once by the command line: about four seconds. */
export function smallRun(): Promise<SmallRun> {
  shared.contrailSmallRun ??= makeRun();
  return shared.contrailSmallRun;
}

async function makeRun(): Promise<SmallRun> {
  const folder = join(realpathSync(vscode.workspace.workspaceFolders![0]!.uri.fsPath), 'small');
  mkdirSync(folder);
  const file = join(folder, 'contrail.json');
  writeFileSync(file, JSON.stringify(smallExperiment));
  const cli = join(import.meta.dirname, '..', '..', 'dist', 'cli.cjs');
  const child = spawn(process.execPath, [cli, 'iterate', file], {
    env: { ...process.env, ELECTRON_RUN_AS_NODE: '1' },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let said = '';
  child.stderr.setEncoding('utf8').on('data', text => {
    said += text;
  });
  const code = await new Promise(resolve => child.on('close', resolve));
  if (code !== 0) throw new Error(`The small run ended with ${code}:\n${said}`);
  const run = join(folder, 'runs', 'small');
  return { run, file: path => join(run, ...path.split('/')) };
}
