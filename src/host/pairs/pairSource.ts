import { createReadStream } from 'node:fs';
import * as vscode from 'vscode';
import { HumanError } from '../../engine/problem.ts';
import type { LineSource } from '../../engine/trajectory/reader.ts';
import { fileError } from '../../node/fileError.ts';
import { episodePath } from '../support/episodeSource.ts';

/** A file as a stream of lines, wherever it is kept. Reading it throws a `HumanError` where it cannot be read. */
export async function pairSource(file: vscode.Uri): Promise<LineSource> {
  const name = episodePath(file);
  if (file.scheme === 'file') return { source: fromDisk(file.fsPath), file: name };
  const bytes = await vscode.workspace.fs.readFile(file).then(undefined, (error: unknown) => {
    throw new HumanError(`Cannot read ${name}: ${error instanceof Error ? error.message : String(error)}`);
  });
  return { source: once(bytes), file: name };
}

async function* fromDisk(path: string): AsyncGenerator<Uint8Array> {
  try {
    yield* createReadStream(path) as AsyncIterable<Uint8Array>;
  } catch (error) {
    throw fileError(error, 'read', path);
  }
}

async function* once(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes;
}
