import type { ByteSource } from './byteSource.ts';

const partSize = 4096;

/** The first and the last bytes of what was read of a file: whether it only grew can be told by them. */
export interface FilePrint {
  readonly size: number;
  readonly head: Buffer;
  readonly tail: Buffer;
}

/** The print of the first `size` bytes. */
export async function takePrint(source: ByteSource, size: number): Promise<FilePrint> {
  const length = Math.min(partSize, size);
  const part = async (offset: number) => {
    const buffer = Buffer.alloc(length);
    return buffer.subarray(0, await source.read(buffer, offset));
  };
  return { size, head: await part(0), tail: await part(size - length) };
}

/** Whether the beginning of the file is still the one of which the print was taken. */
export async function bearsPrint(source: ByteSource, print: FilePrint): Promise<boolean> {
  const { head, tail } = await takePrint(source, print.size);
  return head.equals(print.head) && tail.equals(print.tail);
}
