import { open, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { errorCode, fileError } from './fileError.ts';

/** The files of a run folder, wherever it lies. Names are relative to it, `/` as separator. */
export interface RunFiles {
  /** Bytes, and the time of the last change in milliseconds; undefined for a file that is not there. */
  stat(file: string): Promise<{ readonly size: number; readonly time: number } | undefined>;
  /** At most `length` bytes from `from` on. */
  read(file: string, from: number, length: number): Promise<Uint8Array>;
}

/** The files of a run folder on this machine. Their methods reject with a `HumanError` when they cannot be read. */
export function localRunFiles(folder: string): RunFiles {
  const pathOf = (file: string) => join(folder, ...file.split('/'));
  return {
    async stat(file) {
      try {
        const { size, mtimeMs } = await stat(pathOf(file));
        return { size, time: mtimeMs };
      } catch (error) {
        if (errorCode(error) === 'ENOENT' || errorCode(error) === 'ENOTDIR') return undefined;
        throw fileError(error, 'read', pathOf(file));
      }
    },
    async read(file, from, length) {
      const path = pathOf(file);
      try {
        const handle = await open(path, 'r');
        try {
          const { buffer, bytesRead } = await handle.read(Buffer.alloc(length), 0, length, from);
          return buffer.subarray(0, bytesRead);
        } finally {
          await handle.close();
        }
      } catch (error) {
        throw fileError(error, 'read', path);
      }
    },
  };
}

/** A whole file as text; undefined when it is not there. */
export async function readRunFile(files: RunFiles, file: string): Promise<string | undefined> {
  const found = await files.stat(file);
  if (!found) return undefined;
  return Buffer.from(await files.read(file, 0, found.size)).toString('utf8');
}
