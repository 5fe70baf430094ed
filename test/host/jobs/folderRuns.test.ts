import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';
import * as vscode from 'vscode';
import { parseConfiguration } from '../../../src/engine/configuration/parse.ts';
import type { Place } from '../../../src/engine/iteration/place.ts';
import { FolderRuns } from '../../../src/host/jobs/folderRuns.ts';
import type { Run } from '../../../src/host/jobs/runs.ts';
import { type Job, openJob } from '../../../src/node/job.ts';

const parsed = parseConfiguration('{}', '');
const configuration = 'configuration' in parsed ? parsed.configuration : assert.fail();
const place: Place = { seed: 1, arm: 'eto', iteration: 1 };
const stage = { place, stage: 'explore' } as const;

const log = vscode.window.createOutputChannel('Runs under test', { log: true });

function runsOf(t: TestContext): FolderRuns {
  const runs = new FolderRuns(log);
  t.after(() => runs.dispose());
  return runs;
}

function folderIn(t: TestContext, parent: string): string {
  const folder = mkdtempSync(join(realpathSync(parent), 'runs-'));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

const workspace = () => vscode.workspace.workspaceFolders![0]!.uri.fsPath;

function startIn(folder: string): Job {
  return openJob(folder, { command: 'contrail explore', configuration });
}

/** Waits until the run in a folder is as it should be; `undefined` is a run that is none. */
async function comes(runs: FolderRuns, folder: string, isRight: (run: Run | undefined) => boolean): Promise<void> {
  for (const end = Date.now() + 15_000; Date.now() < end; await delay(20)) {
    if (isRight((await runs.list()).find(run => run.folder.fsPath === folder))) return;
  }
  assert.fail(`The run in ${folder} does not come to what is waited for.`);
}

test('finds what was there, sees what comes, how it goes and that it is removed', async t => {
  const base = folderIn(t, workspace());
  writeFileSync(join(base, 'contrail.json'), '{}');
  const before = join(base, 'deep', 'below', 'before');
  mkdirSync(before, { recursive: true });
  startIn(before).end({ status: 'finished', code: 0 });
  const runs = runsOf(t);
  await comes(runs, before, run => run?.state.status === 'finished');

  const folder = join(base, 'runs', 'later');
  const job = startIn(folder);
  await comes(runs, folder, run => run?.state.status === 'running');
  job.report({ kind: 'stage-progress', ...stage, done: 1, total: 4 });
  await comes(runs, folder, run => run?.progress?.done === 1);
  job.end({ status: 'stopped', code: 130 });
  await comes(runs, folder, run => run?.state.status === 'stopped');
  rmSync(join(base, 'runs'), { recursive: true });
  await comes(runs, folder, run => run === undefined);
});

test('tells of a busy job a few times a second, and of nothing when nothing happens', async t => {
  const folder = join(folderIn(t, workspace()), 'busy');
  const job = startIn(folder);
  const runs = runsOf(t);
  await runs.follow(folder);
  await delay(1000);
  let told = 0;
  t.after(() => subscription.dispose());
  const subscription = runs.onDidChange(run => {
    if (run?.folder.fsPath === folder) told++;
  });
  for (let done = 1; done <= 150; done++) {
    job.report({ kind: 'job-note', level: 'info', message: `note ${done}` });
    job.report({ kind: 'stage-progress', ...stage, done, total: done });
    await delay(10);
  }
  assert.ok(told >= 1 && told <= 12, `told ${told} times of 150 events`);
  await delay(1500);
  told = 0;
  await delay(1500);
  assert.equal(told, 0);
  job.end({ status: 'finished', code: 0 });
});

test('follows a run outside the workspace on request, and takes foreign folders for none', async t => {
  const base = folderIn(t, tmpdir());
  const job = startIn(join(base, 'outside'));
  const runs = runsOf(t);
  assert.ok(!(await runs.list()).some(({ name }) => name === 'outside'));
  assert.equal((await runs.follow(join(base, 'outside')))?.state.status, 'running');
  job.end({ status: 'finished', code: 0 });
  await comes(runs, join(base, 'outside'), run => run?.state.status === 'finished');
  mkdirSync(join(base, 'foreign'));
  writeFileSync(join(base, 'foreign', 'job.json'), '{ "another": "program" }');
  assert.equal(await runs.follow(vscode.Uri.file(join(base, 'foreign'))), undefined);
  assert.equal(await runs.find(join(base, 'nowhere')), undefined);
});

test('reads many runs without holding up the extension host', async t => {
  const base = folderIn(t, workspace());
  for (let index = 0; index < 300; index++) {
    mkdirSync(join(base, 'runs', `run-${index}`), { recursive: true });
    const job = { format: 'contrail-job-1', command: 'contrail explore', created: '2026', configuration, hash: '' };
    writeFileSync(join(base, 'runs', `run-${index}`, 'job.json'), JSON.stringify(job));
  }
  const runs = runsOf(t);
  let longest = 0;
  let last = performance.now();
  const timer = setInterval(() => {
    longest = Math.max(longest, performance.now() - last);
    last = performance.now();
  }, 1);
  const begun = performance.now();
  await comes(runs, join(base, 'runs', 'run-299'), run => run?.state.status === 'gone');
  clearInterval(timer);
  t.diagnostic(
    `300 runs found after ${(performance.now() - begun).toFixed(0)} ms, longest pause ${longest.toFixed(0)} ms`,
  );
});
