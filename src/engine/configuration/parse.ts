import { Default } from 'typebox/value';
import type { Problem } from '../problem.ts';
import { parseDocument } from './parseDocument.ts';
import { type Configuration, configurationSchema } from './schema.ts';

/** Either all that the file says, with every default filled in, or everything that is wrong with it. */
export type ParsedConfiguration = { readonly configuration: Configuration } | { readonly problems: readonly Problem[] };

/**
 * Reads `contrail.json`: JSON with comments and trailing commas, any line ends, with or without a byte-order mark.
 * Never throws; every problem of the file is reported, each with its place, its field and what would be right.
 */
export function parseConfiguration(text: string, file: string): ParsedConfiguration {
  const parsed = parseDocument({ schema: configurationSchema, text, file });
  if ('problems' in parsed) return parsed;
  return { configuration: Default(configurationSchema, parsed.value) as Configuration };
}
