import { readFile } from 'node:fs/promises';
import { type ParsedConfiguration, parseConfiguration } from '../engine/configuration/parse.ts';
import { fileError } from './fileError.ts';

/** Reads the `contrail.json` at `path`. Rejects with a `HumanError` when the file cannot be read. */
export async function readConfigurationFile(path: string): Promise<ParsedConfiguration> {
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (error) {
    throw fileError(error, 'read', path);
  }
  return parseConfiguration(text, path);
}
