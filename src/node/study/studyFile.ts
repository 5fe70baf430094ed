import { readFile } from 'node:fs/promises';
import { type ParsedStudy, parseStudy } from '../../engine/study/parseStudy.ts';
import { fileError } from '../fileError.ts';

/** Reads the study file at `path`. Rejects with a `HumanError` when the file cannot be read. */
export async function readStudyFile(path: string): Promise<ParsedStudy> {
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (error) {
    throw fileError(error, 'read', path);
  }
  return parseStudy(text, path);
}
