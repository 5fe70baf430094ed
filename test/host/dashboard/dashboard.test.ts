import assert from 'node:assert/strict';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';
import * as vscode from 'vscode';
import { DashboardRun } from '../../../src/host/dashboard/dashboardRun.ts';
import { FolderRuns } from '../../../src/host/jobs/folderRuns.ts';
import type { Log } from '../../../src/host/support/log.ts';
import type { DashboardSnapshot } from '../../../src/protocol/dashboard.ts';
import { WrittenRun, writeIteration } from '../../writtenRun.ts';
import { makeExperiment, tinyLoop, until } from '../jobs/tinyExperiment.ts';

const show = (argument: object) => vscode.commands.executeCommand('contrail.showDashboard', argument);

function folder(t: TestContext, name: string): string {
  const workspace = realpathSync(vscode.workspace.workspaceFolders![0]!.uri.fsPath);
  const made = mkdtempSync(join(workspace, `${name}-`));
  t.after(() => rmSync(made, { recursive: true, force: true, maxRetries: 5 }));
  return made;
}

function finishedRun(t: TestContext): string {
  const run = new WrittenRun(join(folder(t, 'dashboard'), 'runs', 'written'));
  writeIteration(run);
  run.job.end({ status: 'finished', code: 0 });
  return run.folder;
}

function dashboards(): readonly vscode.Tab[] {
  return vscode.window.tabGroups.all
    .flatMap(({ tabs }) => tabs)
    .filter(({ input }) => input instanceof vscode.TabInputWebview && input.viewType.endsWith('contrail.dashboard'));
}

/** Holds a job until the returned function is called, so that one which is quickly done is seen at work. */
async function pause(run: string): Promise<() => void> {
  const { holder } = await until(run, ({ status }) => status === 'running');
  process.kill(holder!.pid, 'SIGSTOP');
  let isPaused = true;
  return () => {
    if (isPaused) process.kill(holder!.pid, 'SIGCONT');
    isPaused = false;
  };
}

test('opens one dashboard a run, and the open one again', async t => {
  const [one, other] = [finishedRun(t), finishedRun(t)];
  t.after(() => vscode.window.tabGroups.close(dashboards()));
  await show({ run: one });
  await show({ run: other });
  await show({ run: one });
  for (let tries = 0; tries < 100 && dashboards().length < 2; tries++) await delay(20);
  assert.deepEqual(
    dashboards().map(({ label }) => label),
    ['written – Dashboard', 'written – Dashboard'],
  );
});

test('a folder that is no run is refused in words', async t => {
  const run = folder(t, 'nothing');
  await assert.rejects(async () => show({ run }), /is no run folder/);
  await assert.rejects(async () => show({ run: 'no-such-scheme://x/y' }), /is no run folder/);
});

test('a script exports results and curves', async t => {
  const run = finishedRun(t);
  const to = (name: string) => join(run, '..', name);
  await show({ run, export: 'markdown', to: to('a.md') });
  await show({ run, export: 'csv', to: to('a.csv') });
  await show({ run, export: 'curves', to: to('b.csv') });
  assert.match(readFileSync(to('a.md'), 'utf8'), /\| ETO, iteration 1 \|\s+80\.0 \[49\.\d, 94\.\d\] \|/);
  assert.match(readFileSync(to('a.csv'), 'utf8'), /\r\nwritten,eto,1,seen,10,1,,0\.8,/);
  assert.equal(readFileSync(to('b.csv'), 'utf8').trim().split('\r\n').length, 1 + 30 + 54);
  await assert.rejects(async () => show({ run, export: 'pdf', to: to('c') }), /name one of markdown, csv, curves/);
  assert.ok(!existsSync(to('c')));
});

test('what there is nothing of yet is not exported', async t => {
  const run = new WrittenRun(join(folder(t, 'early'), 'runs', 'early'));
  run.job.end({ status: 'stopped', code: 130 });
  const to = join(run.folder, 'out');
  await assert.rejects(async () => show({ run: run.folder, export: 'csv', to }), /No policy has been evaluated yet/);
  await assert.rejects(async () => show({ run: run.folder, export: 'curves', to }), /Nothing has been trained yet/);
});

test('follows a run from before its first stage to its end', { timeout: 60_000 }, async t => {
  const { configuration, run, dispose } = makeExperiment('followed', tinyLoop);
  t.after(dispose);
  mkdirSync(run, { recursive: true });
  const log = { warn() {} } as unknown as Log;
  const runs = new FolderRuns(log);
  const dashboard = new DashboardRun(vscode.Uri.file(run), { runs });
  t.after(() => {
    dashboard.dispose();
    runs.dispose();
  });
  let last: DashboardSnapshot = await dashboard.snapshot({});
  assert.deepEqual([last.head.status, last.report, last.training], ['unknown', null, null]);
  await vscode.commands.executeCommand('contrail.runIterations', { configuration, run });
  const resume = await pause(run);
  t.after(resume);
  const seen = new Set<string>();
  let [snapshots, begun] = [0, performance.now()];
  while (last.head.status !== 'finished') {
    last = await dashboard.after(last.version, {}, AbortSignal.timeout(20_000));
    seen.add(last.head.status);
    snapshots++;
    resume();
  }
  begun = performance.now() - begun;
  assert.deepEqual([...seen], ['running', 'finished']);
  assert.ok(
    snapshots <= 2 + begun / 400,
    `${snapshots} snapshots in ${begun.toFixed(0)} ms are more than two a second`,
  );
  assert.deepEqual(
    last.report?.rows.map(({ iteration }) => iteration),
    [0, 1],
  );
  assert.ok(last.trainings.length > 0);
  assert.deepEqual(last.problems, []);
  const evaluated = last.lineage.nodes.find(({ id }) => id === 'seed-1/iteration-1/evaluate');
  assert.equal(evaluated?.state, 'done');
  rmSync(run, { recursive: true, force: true });
  for (let tries = 0; tries < 100 && last.report; tries++) {
    await delay(50);
    last = await dashboard.snapshot({});
  }
  assert.equal(last.report, null, 'a run that was removed is empty, not an error');
});

test('a run that is not on this machine is read through the editor', async t => {
  const run = finishedRun(t);
  const path = (uri: vscode.Uri) => join(run, uri.path);
  const refuse = () => {
    throw vscode.FileSystemError.NoPermissions();
  };
  const changed = new vscode.EventEmitter<vscode.FileChangeEvent[]>();
  const provider: vscode.FileSystemProvider = {
    onDidChangeFile: changed.event,
    watch: () => changed,
    stat(uri) {
      if (!existsSync(path(uri))) throw vscode.FileSystemError.FileNotFound(uri);
      const { size, mtimeMs } = statSync(path(uri));
      return { type: vscode.FileType.File, size, mtime: mtimeMs, ctime: 0 };
    },
    readFile: uri => readFileSync(path(uri)),
    readDirectory: () => [],
    ...{ writeFile: refuse, createDirectory: refuse, delete: refuse, rename: refuse },
  };
  const registered = vscode.workspace.registerFileSystemProvider('distant', provider, { isReadonly: true });
  t.after(() => registered.dispose());
  const uri = vscode.Uri.parse('distant:/');
  const runs = new FolderRuns({ warn() {} } as unknown as Log);
  const dashboard = new DashboardRun(uri, { runs });
  const { head, report, trainings, problems } = await dashboard.snapshot({});
  dashboard.dispose();
  runs.dispose();
  assert.deepEqual([head.status, head.actions], ['unknown', []]);
  assert.match(head.statusText, /^not on this machine/);
  assert.deepEqual([report?.rows.length, trainings.length, problems], [2, 2, []]);
  const to = join(run, '..', 'distant.csv');
  await show({ run: uri.toString(), export: 'csv', to });
  assert.ok(existsSync(to));
});
