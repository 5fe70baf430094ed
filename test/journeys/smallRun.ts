import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { contrail } from '../cli/contrail.ts';
import { smallExperiment } from '../smallExperiment.ts';

/** The whole loop on twelve tasks in a workspace, run by the command line: a few seconds. Returns the run's folder. */
export function smallRun(workspace: string): string {
  mkdirSync(workspace, { recursive: true });
  const file = join(workspace, 'contrail.json');
  writeFileSync(file, JSON.stringify(smallExperiment, undefined, 2));
  const { status, stderr } = contrail(['iterate', file]);
  assert.equal(status, 0, stderr);
  return join(workspace, 'runs', 'small');
}
