import { copyFile, link, mkdir, readdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { fileError } from '../fileError.ts';

/**
 * Makes `to` a copy of `from`, the folder of a stage that is done, as a whole or not at all: what stood there is gone.
 * Files are linked where the disk can, since those of a stage that is done are never written again. Throws a
 * `HumanError` when the disk refuses.
 */
export async function copyStageFolder(from: string, to: string): Promise<void> {
  const draft = `${to}.draft`;
  try {
    await rm(draft, { recursive: true, force: true });
    await mkdir(draft, { recursive: true });
    for (const entry of await readdir(from, { withFileTypes: true }))
      if (entry.isFile()) await copy(join(from, entry.name), join(draft, entry.name));
    await rm(to, { recursive: true, force: true });
    await rename(draft, to);
  } catch (error) {
    throw fileError(error, 'write', to);
  }
}

async function copy(from: string, to: string): Promise<void> {
  await link(from, to).catch(() => copyFile(from, to));
}
