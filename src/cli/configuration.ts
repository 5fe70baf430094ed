import type { Configuration } from '../engine/configuration/schema.ts';
import { HumanError } from '../engine/problem.ts';
import { readConfigurationFile } from '../node/configurationFile.ts';
import { UsageError } from './exitCode.ts';

/** The configuration in a file. Rejects with a `UsageError` when there is none or something is wrong with it. */
export async function configurationIn(file: string): Promise<Configuration> {
  const parsed = await readConfigurationFile(file).catch((error: unknown) => {
    throw error instanceof HumanError ? new UsageError(error.message, [], { cause: error }) : error;
  });
  if ('configuration' in parsed) return parsed.configuration;
  throw new UsageError(`${file} is no valid configuration.`, parsed.problems);
}
