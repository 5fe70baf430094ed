import { open } from 'node:fs/promises';
import type { TrajectoryFile } from '../engine/preferences/trajectoryFile.ts';
import { fileError } from './fileError.ts';

/** A trajectory file on disk; close it when pairing or training is done with it. */
export interface OpenTrajectoryFile extends TrajectoryFile {
  close(): Promise<void>;
}

const chunkSize = 256 * 1024;

/** Opens the file at `path`, which pairs name `file`. Throws a `HumanError` when it cannot be opened or read. */
export async function openTrajectoryFile(path: string, file: string): Promise<OpenTrajectoryFile> {
  const failed = (error: unknown) => {
    throw fileError(error, 'read', path);
  };
  const handle = await open(path, 'r').catch(failed);
  return {
    file,
    async *bytes({ from, to } = { from: 0, to: Number.POSITIVE_INFINITY }) {
      const buffer = new Uint8Array(Math.min(chunkSize, to - from));
      for (let at = from; at < to; ) {
        const { bytesRead } = await handle.read(buffer, 0, Math.min(buffer.length, to - at), at).catch(failed);
        if (bytesRead === 0) return;
        yield buffer.subarray(0, bytesRead);
        at += bytesRead;
      }
    },
    close: () => handle.close(),
  };
}
