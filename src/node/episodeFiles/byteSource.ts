import { watch } from 'node:fs';
import { type FileHandle, open, stat } from 'node:fs/promises';
import { fileError } from '../fileError.ts';

/** What can be told of a file without reading it. */
export interface SourceState {
  /** Bytes. */
  readonly size: number;
  /** When it was last written, in milliseconds since 1970. */
  readonly modified: number;
  /** Another one when another file stands in its place. */
  readonly identity: string;
}

/** A file of which any part can be read. Its methods reject with a `HumanError` where the file cannot be read. */
export interface ByteSource {
  state(): Promise<SourceState>;
  /** Fills `buffer` with the bytes from `offset` on; gives how many there were. */
  read(buffer: Uint8Array, offset: number): Promise<number>;
  /** Calls `onChange` when the file may have changed, if the system tells; returns what ends that. */
  watch?(onChange: () => void): () => void;
  /** Lets go of the file; a later read opens the one that then stands there. */
  close(): Promise<void>;
}

/** A file is held open for so long after it was read last, because some systems let nobody move or delete it meanwhile. In milliseconds. */
const heldFor = 2_000;

/** A file on this machine. */
export function fileSource(path: string): ByteSource {
  let handle: Promise<FileHandle> | undefined;
  let readers = 0;
  let closing: ReturnType<typeof setTimeout> | undefined;
  const failed = (error: unknown) => {
    throw fileError(error, 'read', path);
  };
  const closeSoon = () => {
    clearTimeout(closing);
    closing = setTimeout(() => void source.close(), heldFor).unref();
  };
  const source: ByteSource = {
    async state() {
      const { size, mtimeMs, dev, ino } = await stat(path).catch(failed);
      return { size, modified: mtimeMs, identity: `${dev}:${ino}` };
    },
    async read(buffer, offset) {
      handle ??= open(path, 'r');
      const opened = handle;
      clearTimeout(closing);
      readers++;
      try {
        return await fill(buffer, await opened, offset);
      } catch (error) {
        // Closed meanwhile, because another file stands there now.
        if (handle !== opened) return await source.read(buffer, offset);
        await source.close();
        return failed(error);
      } finally {
        if (--readers === 0) closeSoon();
      }
    },
    watch(onChange) {
      try {
        const watcher = watch(path, { persistent: false }, onChange).on('error', () => watcher.close());
        return () => watcher.close();
      } catch {
        // Some file systems tell nothing.
        return () => {};
      }
    },
    async close() {
      clearTimeout(closing);
      const opened = handle;
      handle = undefined;
      // One that could not be opened or is gone needs no closing.
      await opened?.then(file => file.close()).catch(() => {});
    },
  };
  return source;
}

async function fill(buffer: Uint8Array, file: FileHandle, offset: number): Promise<number> {
  let read = 0;
  while (read < buffer.length) {
    const { bytesRead } = await file.read(buffer, read, buffer.length - read, offset + read);
    if (bytesRead === 0) break;
    read += bytesRead;
  }
  return read;
}

/** Bytes that are handed over, and handed over again when they have changed. */
export class GivenBytes implements ByteSource {
  #bytes: Uint8Array;
  #identity = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
  }

  /** What begins with the bytes given before has grown; anything else is another file. */
  replace(bytes: Uint8Array): void {
    const before = this.#bytes;
    if (Buffer.compare(before, bytes.subarray(0, before.length)) !== 0) this.#identity++;
    this.#bytes = bytes;
  }

  async state(): Promise<SourceState> {
    return { size: this.#bytes.length, modified: 0, identity: String(this.#identity) };
  }

  async read(buffer: Uint8Array, offset: number): Promise<number> {
    const part = this.#bytes.subarray(offset, offset + buffer.length);
    buffer.set(part);
    return part.length;
  }

  async close(): Promise<void> {}
}
