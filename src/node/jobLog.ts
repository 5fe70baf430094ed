import { open } from 'node:fs/promises';
import { join } from 'node:path';
import { errorCode, fileError } from './fileError.ts';
import { jobFiles } from './jobFiles.ts';

/** A piece of a job's log. */
export interface LogPage {
  readonly text: string;
  /** Byte at which the piece begins; more than was asked for where the piece would be too long. */
  readonly from: number;
  /** Byte at which the next piece begins. */
  readonly next: number;
}

/** Bytes of a log that are read at once; the end of a longer piece. */
const most = 1_000_000;

/** Whole lines of the log from byte `from` on. Without a log there are none. Rejects with a `HumanError`. */
export async function readLog(folder: string, from = 0): Promise<LogPage> {
  const path = join(folder, jobFiles.log);
  try {
    const file = await open(path, 'r');
    try {
      const { size } = await file.stat();
      const start = Math.max(from, size - most);
      const bytes = Buffer.alloc(Math.max(0, size - start));
      const { bytesRead } = await file.read(bytes, 0, bytes.length, start);
      const whole = bytes.subarray(0, bytes.lastIndexOf(0x0a, bytesRead - 1) + 1);
      return { text: whole.toString('utf8'), from: start, next: start + whole.length };
    } finally {
      await file.close();
    }
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return { text: '', from, next: from };
    throw fileError(error, 'read', path);
  }
}
