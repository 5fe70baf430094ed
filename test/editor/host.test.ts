import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { Writable } from 'node:stream';
import { test } from 'node:test';
import { runTests } from '@vscode/test-electron';
import { HumanError } from '../../src/engine/problem.ts';
import { testExecutable } from './desktop.ts';
import { bundleHostTests, type HostBundle } from './hostBundle.ts';
import { readHostResults } from './hostResult.ts';
import { writeSettings } from './settings.ts';
import { sourceStack } from './sourceStack.ts';

const root = resolve(import.meta.dirname, '..', '..');

/** The files that `src/build.mjs test` chose, or all. */
function testFiles(): readonly string[] {
  const chosen = process.env['CONTRAIL_HOST_FILES'];
  if (chosen) return chosen.split('\n');
  return readdirSync(join(root, 'test', 'host'), { recursive: true, encoding: 'utf8' })
    .filter(name => name.endsWith('.test.ts'))
    .map(name => join(root, 'test', 'host', name));
}

/** Runs bundled tests in VS Code in a folder of its own; says whether VS Code left as if all were well. */
async function runIn(executable: string, { entry, files }: HostBundle, folder: string) {
  const output: string[] = [];
  const sink = () => new Writable({ write: (chunk, _, next) => next(void output.push(String(chunk))) });
  const workspace = join(folder, 'workspace');
  mkdirSync(workspace);
  writeSettings(join(folder, 'data'));
  const results = join(folder, 'results.jsonl');
  const isWell = await runTests({
    vscodeExecutablePath: executable,
    extensionDevelopmentPath: root,
    extensionTestsPath: entry,
    extensionTestsEnv: { CONTRAIL_HOST_TESTS: JSON.stringify(files), CONTRAIL_HOST_RESULTS: results },
    launchArgs: [
      workspace,
      `--user-data-dir=${join(folder, 'data')}`,
      `--extensions-dir=${join(folder, 'extensions')}`,
    ],
    stdout: sink(),
    stderr: sink(),
  }).then(
    () => true,
    () => false,
  );
  return { isWell, output: output.join(''), results: readHostResults(results) };
}

test('test/host, inside VS Code', { timeout: 900_000 }, async t => {
  let executable: string;
  try {
    executable = await testExecutable();
  } catch (error) {
    if (error instanceof HumanError) return t.skip(error.message);
    throw error;
  }
  const folder = mkdtempSync(join(tmpdir(), 'contrail-host-'));
  // Inside the extension's folder, so that VS Code gives its tests the same `vscode` as it gives the extension.
  const bundles = join(root, 'dist', `host-tests-${process.pid}`);
  t.after(() => {
    for (const path of [folder, bundles]) rmSync(path, { recursive: true, force: true, maxRetries: 5 });
  });
  const bundle = await bundleHostTests(testFiles(), bundles);
  const start = performance.now();
  const { isWell, output, results } = await runIn(executable, bundle, folder);
  const seconds = ((performance.now() - start) / 1000).toFixed(1);
  const done = results.filter(({ kind }) => kind === 'pass' || kind === 'fail');
  for (const result of done) {
    const { kind, name, milliseconds = 0, skip, stack = '' } = result;
    await t.test(`${name} (${milliseconds.toFixed(0)} ms)`, inner => {
      for (let at = results.indexOf(result) + 1; results[at]?.kind === 'note'; at += 1)
        inner.diagnostic(results[at]!.name);
      if (skip) inner.skip(skip === true ? undefined : skip);
      if (kind === 'fail') throw Object.assign(new Error(name), { stack: sourceStack(stack) });
    });
  }
  t.diagnostic(`${done.length} tests in ${seconds} s, the start of VS Code included`);
  const hasFailed = done.some(({ kind }) => kind === 'fail');
  const hasEnded = results.at(-1)?.kind === 'end';
  const last = results.findLast(({ kind }) => kind === 'start')?.name ?? 'before the first test';
  assert.ok(hasFailed || hasEnded, `VS Code ended before the tests did (${last}). It said:\n${output}`);
  assert.ok(hasFailed || isWell, `VS Code did not end well. It said:\n${output}`);
});
