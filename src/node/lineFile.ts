import { closeSync, constants, fstatSync, ftruncateSync, openSync, readSync, writeSync } from 'node:fs';
import { fileError } from './fileError.ts';

/** An append-only file of whole lines with one writer. */
export interface LineFile {
  /** Adds one line, `\n` included by this call. After an error the file ends with the last whole line. */
  append(line: string): void;
  close(): void;
}

/**
 * Opens `path` for appending and creates it where absent. A last line without its line end was torn by a kill: it is
 * cut off, so that the file consists of whole lines again. Throws `HumanError` when the file cannot be written.
 */
export function openLineFile(path: string): LineFile {
  const attempt = <T>(action: string, work: () => T): T => {
    try {
      return work();
    } catch (error) {
      throw fileError(error, action, path);
    }
  };
  const file = attempt('open', () => openSync(path, constants.O_RDWR | constants.O_CREAT));
  let size = attempt('read', () => wholeLines(file));
  attempt('write', () => ftruncateSync(file, size));
  return {
    append(line) {
      const bytes = Buffer.from(`${line}\n`, 'utf8');
      try {
        for (let done = 0; done < bytes.length; )
          done += writeSync(file, bytes, done, bytes.length - done, size + done);
      } catch (error) {
        ftruncateSync(file, size);
        throw fileError(error, 'write', path);
      }
      size += bytes.length;
    },
    close: () => closeSync(file),
  };
}

/** The number of bytes up to and with the last line end, searched from the end of the file. */
function wholeLines(file: number): number {
  const chunk = Buffer.alloc(65_536);
  for (let end = fstatSync(file).size; end > 0; ) {
    const start = Math.max(0, end - chunk.length);
    const length = readSync(file, chunk, 0, end - start, start);
    const last = chunk.subarray(0, length).lastIndexOf(0x0a);
    if (last >= 0) return start + last + 1;
    end = start;
  }
  return 0;
}
