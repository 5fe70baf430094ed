import * as vscode from 'vscode';
import { HumanError } from '../../engine/problem.ts';
import type { RunFiles } from '../../node/runFiles.ts';

/** The files of a run folder that is not on this machine. What grows there is fetched whole when it has changed. */
export function distantRunFiles(folder: vscode.Uri): RunFiles {
  const fetched = new Map<string, { readonly state: string; readonly bytes: Promise<Uint8Array> }>();
  const uriOf = (file: string) => vscode.Uri.joinPath(folder, file);
  return {
    async stat(file) {
      try {
        const { size, mtime } = await vscode.workspace.fs.stat(uriOf(file));
        return { size, time: mtime };
      } catch (error) {
        if (error instanceof vscode.FileSystemError && error.code === 'FileNotFound') return undefined;
        throw refused(uriOf(file), error);
      }
    },
    async read(file, from, length) {
      const uri = uriOf(file);
      try {
        const { size, mtime } = await vscode.workspace.fs.stat(uri);
        const state = `${size} ${mtime}`;
        const known = fetched.get(file);
        const bytes = known?.state === state ? known.bytes : Promise.resolve(vscode.workspace.fs.readFile(uri));
        fetched.set(file, { state, bytes });
        const part = (await bytes).subarray(from, from + length);
        if (from + part.length >= size) fetched.delete(file);
        return part;
      } catch (error) {
        throw refused(uri, error);
      }
    },
  };
}

function refused(uri: vscode.Uri, error: unknown): HumanError {
  const why = error instanceof Error ? error.message : String(error);
  return new HumanError(`Cannot read ${uri.toString(true)}: ${why}`, [], { cause: error });
}
