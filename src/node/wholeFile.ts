import writeFileAtomic from 'write-file-atomic';
import { fileError } from './fileError.ts';

/** Writes a file as a whole or not at all, whenever the process is killed. Throws a `HumanError` that names it. */
export async function writeWhole(path: string, content: string | Uint8Array): Promise<void> {
  const data =
    typeof content === 'string' ? content : Buffer.from(content.buffer, content.byteOffset, content.byteLength);
  try {
    await writeFileAtomic(path, data);
  } catch (error) {
    throw fileError(error, 'write', path);
  }
}
