import { appendFile, mkdir, readFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { PreferencePair } from '../engine/preferences/pair.ts';
import { decodePair, encodePair } from '../engine/preferences/pairFile.ts';
import { errorCode, fileError } from './fileError.ts';
import { writeWhole } from './wholeFile.ts';

/**
 * Adds a pair to the end of a pair file, which is made where absent; other lines stay as they are. Says whether it was
 * added: a pair that the file holds already is not. Rejects with a `HumanError` where the file cannot be written.
 */
export async function addPair(path: string, pair: PreferencePair): Promise<boolean> {
  const text = await textOf(path);
  if (text.split('\n').some(line => pairIdIn(line) === pair.id)) return false;
  await mkdir(dirname(path), { recursive: true }).catch((error: unknown) => {
    throw fileError(error, 'create the folder', dirname(path));
  });
  const end = text === '' || text.endsWith('\n') ? '' : '\n';
  await appendFile(path, `${end}${encodePair(pair)}\n`).catch((error: unknown) => {
    throw fileError(error, 'write', path);
  });
  return true;
}

/** Takes the pair's line out of a pair file and leaves every other as it is; says whether there was one. */
export async function removePair(path: string, { id }: Pick<PreferencePair, 'id'>): Promise<boolean> {
  const lines = (await textOf(path)).split('\n');
  const at = lines.findLastIndex(line => pairIdIn(line) === id);
  if (at < 0) return false;
  await writeWhole(path, lines.toSpliced(at, 1).join('\n'));
  return true;
}

async function textOf(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return '';
    throw fileError(error, 'read', path);
  }
}

function pairIdIn(line: string): string | undefined {
  try {
    const read = decodePair(JSON.parse(line), { file: '', line: 0 });
    return 'value' in read ? read.value.id : undefined;
  } catch {
    return undefined;
  }
}
