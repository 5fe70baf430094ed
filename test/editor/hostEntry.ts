import { appendFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { run as runFiles } from 'node:test';
import type { HostResult } from './hostResult.ts';

/** The test in `last.cjs`, which `hostBundle` writes. Its end is the end of all. */
export const lastTest = 'every test file has run';

/** A test that takes longer hangs; milliseconds. */
const patience = 90_000;

/**
 * What VS Code calls in its extension host: runs the bundled test files named by CONTRAIL_HOST_TESTS with `node:test` in
 * this very process, where `vscode` is real, and writes a line a result to the file named by CONTRAIL_HOST_RESULTS.
 */
export function run(): Promise<void> {
  const { CONTRAIL_HOST_RESULTS: results, CONTRAIL_HOST_TESTS: tests } = process.env;
  if (!results || !tests) throw new Error('CONTRAIL_HOST_RESULTS and CONTRAIL_HOST_TESTS are to be set.');
  const names: string[] = [];
  const pathOf = (file: string | undefined, nesting: number, name: string) => {
    names.splice(nesting, Number.POSITIVE_INFINITY, name);
    return [
      basename(file ?? '')
        .split('.')[0]!
        .replaceAll('~', '/'),
      ...names,
    ].join(' › ');
  };
  // The stream of a run in this process ends only with the process. Files run in order.
  const options = { files: [...(JSON.parse(tests) as string[]), join(__dirname, 'last.cjs')], isolation: 'none' };
  return new Promise((resolve, reject) => {
    let failed = 0;
    let current = 'before the first test';
    const hang = () => {
      tell({ kind: 'fail', name: current, stack: `It has not ended within ${patience / 1000} s.` });
      reject(new Error('A test hangs.'));
    };
    let timer = setTimeout(hang, patience);
    const tell = (result: HostResult) => {
      appendFileSync(results, `${JSON.stringify(result)}\n`);
      clearTimeout(timer);
      timer = setTimeout(hang, patience);
    };
    const end = () => {
      tell({ kind: 'end', name: '' });
      clearTimeout(timer);
      if (failed) reject(new Error(`${failed} tests failed.`));
      else resolve();
    };
    runFiles(options)
      .on('test:dequeue', ({ file, name }) => {
        current = `${fileOf(file)} › ${name}`;
        tell({ kind: 'start', name: current });
      })
      .on('test:start', ({ file, name, nesting }) => void pathOf(file, nesting, name))
      .on('test:diagnostic', ({ message }) => tell({ kind: 'note', name: message }))
      .on('test:pass', ({ file, name, nesting, skip, details }) => {
        if (name === lastTest) end();
        else if (details.type !== 'suite')
          tell({ kind: 'pass', name: pathOf(file, nesting, name), milliseconds: details.duration_ms, skip });
      })
      .on('test:fail', ({ file, name, nesting, details }) => {
        const { cause, failureType } = details.error as Error & { cause?: unknown; failureType?: string };
        if (failureType === 'subtestsFailed') return;
        failed += 1;
        const stack = cause instanceof Error ? (cause.stack ?? cause.message) : String(cause ?? details.error);
        tell({ kind: 'fail', name: pathOf(file, nesting, name), milliseconds: details.duration_ms, stack });
      });
  });
}

/** `host/trees` of a bundle. */
function fileOf(bundle: string | undefined): string {
  return basename(bundle ?? '')
    .split('.')[0]!
    .replaceAll('~', '/');
}
