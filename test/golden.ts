import assert from 'node:assert/strict';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** Compares text with `golden/<name>` beside the test; `UPDATE_GOLDEN=1` writes it instead, to be read in the diff. */
export function assertGolden(folder: string, name: string, actual: string): void {
  const file = join(folder, 'golden', name);
  if (process.env['UPDATE_GOLDEN']) {
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, actual);
  }
  assert.equal(actual, readFileSync(file, 'utf8').replaceAll('\r\n', '\n'));
}
