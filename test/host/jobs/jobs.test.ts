import assert from 'node:assert/strict';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';
import * as vscode from 'vscode';
import { jobUri } from '../../../src/host/jobs/jobDocument.ts';
import { type Experiment, makeExperiment, slowExploration, tinyLoop, until, untilAtWork } from './tinyExperiment.ts';

const command = vscode.commands.executeCommand;

function experiment(t: TestContext, name: string, configuration: object): Experiment {
  const made = makeExperiment(name, configuration);
  t.after(() => made.dispose());
  return made;
}

test('runs an experiment to its end and says where', async t => {
  const { configuration, run } = experiment(t, 'loop', tinyLoop);
  const begun = performance.now();
  const started = await command('contrail.runIterations', { configuration });
  t.diagnostic(`the command returned after ${(performance.now() - begun).toFixed(0)} ms, with the job at work`);
  assert.deepEqual(started, { run, status: 'running' });
  await until(run, ({ status }) => status === 'finished');
  assert.ok(existsSync(join(run, 'report.json')));
});

test('starting a job keeps the extension host free', async t => {
  const { configuration } = experiment(t, 'free', slowExploration);
  let longest = 0;
  let last = performance.now();
  const timer = setInterval(() => {
    longest = Math.max(longest, performance.now() - last);
    last = performance.now();
  }, 1);
  await command('contrail.explore', { configuration });
  clearInterval(timer);
  t.diagnostic(`longest pause of the extension host while starting: ${longest.toFixed(0)} ms`);
});

test('a script may wait for the end, name the run folder and limit the tasks', async t => {
  const { configuration, folder } = experiment(t, 'waits', slowExploration);
  const run = join(folder, 'elsewhere');
  const ended = await command('contrail.explore', { configuration, run, limit: 3, wait: true });
  assert.deepEqual(ended, { run, status: 'finished' });
  assert.match(readFileSync(join(run, 'log.txt'), 'utf8'), /6 of 6 episodes/);
});

test('stops a job gracefully and resumes it to its end', async t => {
  const { configuration, run } = experiment(t, 'stops', slowExploration);
  await command('contrail.explore', { configuration });
  await untilAtWork(run);
  await command('contrail.stopJob', { run });
  await until(run, ({ status }) => status === 'stopped');
  const resumed = await command('contrail.resumeJob', { run, wait: true });
  assert.deepEqual(resumed, { run, status: 'finished' });
  assert.match(readFileSync(join(run, 'log.txt'), 'utf8'), /resumed by process/);
});

test('a killed job says that it is gone, in its document too, and resumes', async t => {
  const { configuration, run } = experiment(t, 'killed', slowExploration);
  await command('contrail.explore', { configuration });
  await untilAtWork(run);
  const { holder } = await until(run, ({ status }) => status === 'running');
  await command('contrail.showJob', { run });
  const document = vscode.window.activeTextEditor!.document;
  assert.equal(document.uri.toString(), jobUri({ folder: vscode.Uri.file(run), name: 'killed' }).toString());
  assert.match(document.getText(), /^killed: running/);
  process.kill(holder!.pid, 'SIGKILL');
  await until(run, ({ status }) => status === 'gone');
  const killed = performance.now();
  await shows(document, /^killed: its process is gone/);
  t.diagnostic(`shown as gone ${(performance.now() - killed).toFixed(0)} ms after its folder said so`);
  const lenses = await command<vscode.CodeLens[]>('vscode.executeCodeLensProvider', document.uri, 10);
  assert.ok(lenses.some(lens => lens.command?.command === 'contrail.resumeJob'));
  assert.deepEqual(await command('contrail.resumeJob', { run, wait: true }), { run, status: 'finished' });
  await shows(document, /^killed: finished/);
});

test('a run has one job, whoever starts it', async t => {
  const { configuration, run } = experiment(t, 'one', slowExploration);
  await command('contrail.explore', { configuration });
  const { holder } = await until(run, ({ status }) => status === 'running');
  await assert.rejects(
    async () => command('contrail.evaluate', { configuration }),
    new RegExp(`one is at work already: process ${holder!.pid} on `),
  );
  await assert.rejects(async () => command('contrail.resumeJob', { run }), /one cannot be resumed: running/);
});

test('a job that refuses its configuration says so in its own words', async t => {
  const { configuration, run } = experiment(t, 'refuses', tinyLoop);
  await command('contrail.explore', { configuration, wait: true });
  writeFileSync(configuration, JSON.stringify({ name: 'refuses', ...slowExploration }));
  await assert.rejects(async () => command('contrail.explore', { configuration }), /run of another configuration: /);
  assert.ok(existsSync(join(run, 'job.json')));
});

test('a configuration with problems starts nothing', async t => {
  const { configuration, run } = experiment(t, 'problems', { itertions: 1 });
  await assert.rejects(async () => command('contrail.runIterations', { configuration }), /has a problem/);
  assert.equal(existsSync(run), false);
});

test('a key that nobody has set is asked for before anything starts', async t => {
  const policy = { kind: 'openai', baseURL: 'http://127.0.0.1:9/v1', model: 'm', keyVariable: 'CONTRAIL_TEST_NO_KEY' };
  const { configuration, run } = experiment(t, 'key', { policy });
  await assert.rejects(async () => command('contrail.explore', { configuration }), /no key for CONTRAIL_TEST_NO_KEY/);
  assert.equal(existsSync(run), false);
});

test('arguments that are none are refused in words', async () => {
  for (const [argument, words] of [
    [{ configuration: 7 }, /configuration is to be a path/],
    [{ limit: 0 }, /limit is to be a whole number ≥ 1/],
    [{ configuration: '/nowhere/contrail.json' }, /Cannot open \/nowhere\/contrail\.json/],
  ] as const)
    await assert.rejects(async () => command('contrail.explore', argument), words);
  await assert.rejects(async () => command('contrail.stopJob', { run: '/nowhere' }), /\/nowhere is no run folder/);
});

test('takes a folder of another program for no run', async t => {
  const { folder, run } = experiment(t, 'other', {});
  await assert.rejects(async () => command('contrail.stopJob', { run }), /is no run folder/);
  mkdirSync(join(folder, 'runs', 'foreign'), { recursive: true });
  writeFileSync(join(folder, 'runs', 'foreign', 'job.json'), '{ "another": "program" }');
  await assert.rejects(
    async () => command('contrail.stopJob', { run: join(folder, 'runs', 'foreign') }),
    /is no run folder/,
  );
});

async function shows(document: vscode.TextDocument, text: RegExp): Promise<void> {
  for (const end = Date.now() + 5_000; Date.now() < end; await delay(10)) if (text.test(document.getText())) return;
  assert.fail(`The document does not come to show ${text}: ${document.getText().slice(0, 300)}`);
}
