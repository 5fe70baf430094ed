import { readdir, readFile } from 'node:fs/promises';
import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import type { WorldPorts } from '../engine/environments/environment.ts';
import { HumanError } from '../engine/problem.ts';
import { fileError } from './fileError.ts';

const unzip = promisify(gunzip);

/** Without the byte-order mark that some editors leave. */
function textOf(bytes: Buffer): string {
  return bytes.toString('utf8').replace(/^\uFEFF/, '');
}

/** By its first bytes (RFC 1952 §2.3.1), as files are renamed more often than unpacked. */
function isGzip(bytes: Uint8Array): boolean {
  return bytes[0] === 0x1f && bytes[1] === 0x8b;
}

/** Gives environments their files. */
export const worldPorts: WorldPorts = {
  async readText(path) {
    const bytes = await readFile(path).catch((error: unknown) => {
      throw fileError(error, 'read', path);
    });
    if (!isGzip(bytes) && !path.endsWith('.gz')) return textOf(bytes);
    const plain = await unzip(bytes).catch((cause: unknown) => {
      const problem = { file: path, line: 0, message: 'This is not a whole gzip file; fetch it again.' };
      throw new HumanError(`Cannot read ${path}: it is not a whole gzip file.`, [problem], { cause });
    });
    return textOf(plain);
  },
  async list(folder, suffixes) {
    const names = await readdir(folder, { recursive: true }).catch((error: unknown) => {
      throw fileError(error, 'read', folder);
    });
    return names
      .map(name => name.replaceAll('\\', '/'))
      .filter(name => suffixes.some(suffix => name.endsWith(suffix)))
      .sort();
  },
};
