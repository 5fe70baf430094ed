import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import type { Artifact } from '../../engine/iteration/stages.ts';
import { errorCode, fileError } from '../fileError.ts';
import { writeWhole } from '../wholeFile.ts';

/** A run's folder on this machine. Everything that is stored names files relative to it, `/` as separator. */
export class RunFolder {
  readonly path: string;

  constructor(path: string) {
    this.path = path;
  }

  /** The path on this machine of a file of the run. */
  pathOf(file: string): string {
    return join(this.path, ...file.split('/'));
  }

  /** Makes sure that a folder of the run exists and returns its path. Throws a `HumanError` when it cannot be made. */
  async folder(name: string): Promise<string> {
    const path = this.pathOf(name);
    try {
      await mkdir(path, { recursive: true });
    } catch (error) {
      throw fileError(error, 'create the folder', path);
    }
    return path;
  }

  /** The identity of a file of the run as it is now. */
  async artifact(file: string): Promise<Artifact> {
    return { file, hash: await fileHash(this.pathOf(file)) };
  }

  /** Reads a JSON file of the run; undefined when there is none. Throws a `HumanError` when it is not JSON. */
  async readJson(file: string): Promise<unknown> {
    return readJsonFile(this.pathOf(file));
  }

  /** Writes a file of the run as a whole or not at all. */
  async write(file: string, content: string | Uint8Array): Promise<void> {
    await writeWhole(this.pathOf(file), content);
  }
}

/** Hex sha256 of a file's content. Throws a `HumanError` that names it. */
export async function fileHash(path: string): Promise<string> {
  const hash = createHash('sha256');
  try {
    await pipeline(createReadStream(path), hash);
  } catch (error) {
    throw fileError(error, 'read', path);
  }
  return hash.digest('hex');
}

async function readJsonFile(path: string): Promise<unknown> {
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return undefined;
    throw fileError(error, 'read', path);
  }
  return JSON.parse(text) as unknown;
}
