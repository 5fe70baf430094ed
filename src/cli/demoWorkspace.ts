import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { experimentText } from '../engine/configuration/experimentText.ts';
import { fileError } from '../node/fileError.ts';

/** The demo's experiment: with its baselines, the whole table in under five minutes. */
const experiment = experimentText({
  name: 'demo',
  environment: { name: 'household' },
  policy: { kind: 'builtin' },
  baselines: ['beta-0', 'rft'],
});

/** Writes the demo's contrail.json into `folder` unless there is one, and returns its path. */
export function writeDemoWorkspace(folder: string): string {
  const file = join(folder, 'contrail.json');
  try {
    mkdirSync(folder, { recursive: true });
    if (!existsSync(file)) writeFileSync(file, experiment);
    return file;
  } catch (error) {
    throw fileError(error, 'write', file);
  }
}
