import assert from 'node:assert/strict';
import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  appendFileSync,
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { after, test } from 'node:test';
import { parseConfiguration } from '../../src/engine/configuration/parse.ts';
import type { Configuration } from '../../src/engine/configuration/schema.ts';
import type { Place } from '../../src/engine/iteration/place.ts';
import { HumanError } from '../../src/engine/problem.ts';
import { type Job, openJob, readJobFile } from '../../src/node/job.ts';
import type { JobNews } from '../../src/node/jobFiles.ts';
import { readEvents, readJob } from '../../src/node/jobState.ts';
import { Stopped } from '../../src/node/stopRequest.ts';

const root = mkdtempSync(join(tmpdir(), 'contrail-job-'));
const children: ChildProcessByStdio<null, Readable, null>[] = [];
after(() => {
  for (const child of children) child.kill('SIGKILL');
  rmSync(root, { recursive: true, force: true });
});

function configured(text: string): Configuration {
  const parsed = parseConfiguration(text, 'contrail.json');
  assert.ok('configuration' in parsed);
  return parsed.configuration;
}

const configuration = configured('{}');
const place: Place = { seed: 1, arm: 'eto', iteration: 1 };

function open(folder: string, onNews?: (news: JobNews) => void): Job {
  return openJob(folder, { command: 'contrail explore', configuration, ...(onNews && { onNews }) });
}

function linesOf(folder: string, name: string): Record<string, unknown>[] {
  const lines = readFileSync(join(folder, name), 'utf8').split('\n').slice(0, -1);
  return lines.map(line => JSON.parse(line) as Record<string, unknown>);
}

async function startChild(folder: string, ...args: string[]) {
  const child = spawn(process.execPath, [join(import.meta.dirname, 'jobChild.ts'), folder, ...args], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  children.push(child);
  await once(child.stdout, 'data');
  return { child, ended: once(child, 'exit') };
}

test('a job tells its folder what it does, how far it is, its numbers and its end', async () => {
  const folder = join(root, 'deep', 'plain');
  const heard: string[] = [];
  const job = open(folder, ({ kind }) => heard.push(kind));
  assert.equal(job.resumed, false);
  assert.equal((await readJob(folder))?.status, 'running');
  job.report({ place, stage: 'train', kind: 'stage-started', what: 'Training' });
  for (let done = 1; done <= 50; done++) job.report({ place, stage: 'train', kind: 'stage-progress', done, total: 50 });
  job.report({ place, stage: 'train', kind: 'stage-metrics', values: { loss: 0.5 } });
  job.log('a line for people');
  job.end({ status: 'finished', code: 0 });
  const events = linesOf(folder, 'events.jsonl');
  assert.deepEqual(
    events.map(({ kind, done }) => (done === undefined ? kind : `${kind} ${done}`)),
    ['job-started', 'stage-started', 'stage-progress 1', 'stage-progress 50', 'job-ended'],
  );
  assert.equal(heard.filter(kind => kind === 'stage-progress').length, 50);
  for (const { time } of events) assert.equal(new Date(time as string).toISOString(), time);
  const [metrics] = linesOf(folder, 'metrics.jsonl');
  assert.deepEqual({ ...metrics, time: '' }, { time: '', place, stage: 'train', values: { loss: 0.5 } });
  assert.match(readFileSync(join(folder, 'log.txt'), 'utf8'), /seed 1, iteration 1: Training\n.* a line for people\n/);
  const state = await readJob(folder);
  assert.equal(state?.status, 'finished');
  assert.equal(state.exit?.code, 0);
  assert.equal(existsSync(join(folder, 'lock')), false);
});

test('the same configuration goes on in a folder, after a torn line and without the old request and end', async () => {
  const folder = join(root, 'resumed');
  open(folder).end({ status: 'failed', code: 1, message: 'x' });
  assert.equal((await readJob(folder))?.status, 'failed');
  const { created } = JSON.parse(readFileSync(join(folder, 'job.json'), 'utf8')) as { created: string };
  appendFileSync(join(folder, 'events.jsonl'), '{"time":"20');
  writeFileSync(join(folder, 'stop'), '');
  const job = open(folder);
  assert.equal(job.resumed, true);
  assert.equal(existsSync(join(folder, 'exit.json')), false);
  assert.equal(existsSync(join(folder, 'stop')), false);
  job.end({ status: 'finished', code: 0 });
  assert.deepEqual(
    linesOf(folder, 'events.jsonl').map(({ kind }) => kind),
    ['job-started', 'job-ended', 'job-started', 'job-ended'],
  );
  assert.equal((await readJob(folder))?.job.created, created);
});

test('another configuration does not go on in a folder: the changed fields are named and nothing is touched', () => {
  const folder = join(root, 'changed');
  open(folder).end({ status: 'finished', code: 0 });
  const before = readFileSync(join(folder, 'job.json'), 'utf8');
  const changed = configured('{ "explore": { "rollouts": 3, "concurrency": 2 }, "train": { "epochs": 3 } }');
  assert.throws(
    () => openJob(folder, { command: 'contrail explore', configuration: changed }),
    (error: unknown) => {
      assert.ok(error instanceof HumanError);
      assert.match(
        error.message,
        /another configuration: explore\.rollouts: 5 → 3; train\.epochs: 4 → 3\. Choose another/,
      );
      return true;
    },
  );
  assert.equal(readFileSync(join(folder, 'job.json'), 'utf8'), before);
  assert.ok(existsSync(join(folder, 'exit.json')));
  assert.equal(existsSync(join(folder, 'lock')), false);
  open(folder).end({ status: 'finished', code: 0 });
});

test('how fast a run goes may change between its parts', () => {
  const folder = join(root, 'faster');
  open(folder).end({ status: 'stopped', code: 130 });
  const faster = configured('{ "explore": { "concurrency": 99, "threads": 1 } }');
  const job = openJob(folder, { command: 'contrail explore', configuration: faster });
  assert.equal(job.resumed, true);
  job.end({ status: 'finished', code: 0 });
});

test('how much a run does may change between its parts', () => {
  const folder = join(root, 'longer');
  open(folder).end({ status: 'finished', code: 0 });
  const path = join(folder, 'job.json');
  const written = JSON.parse(readFileSync(path, 'utf8')) as object;
  // As a version has written it that froze these fields too.
  writeFileSync(path, JSON.stringify({ ...written, hash: 'of more' }));
  const longer = configured('{ "seeds": [1, 2], "iterations": 3, "baselines": ["best-of-n"] }');
  const job = openJob(folder, { command: 'contrail iterate', configuration: longer });
  assert.equal(job.resumed, true);
  job.end({ status: 'finished', code: 0 });
  assert.deepEqual(readJobFile(folder)?.configuration.seeds, [1, 2]);
});

test('a folder that something else wrote is refused', () => {
  const folder = join(root, 'foreign');
  mkdirSync(folder);
  for (const text of ['{', 'null', '{"format":"other"}']) {
    writeFileSync(join(folder, 'job.json'), text);
    assert.throws(() => open(folder), /was not written by this version of Contrail/);
  }
});

test('a second process is told who is at work', () => {
  const folder = join(root, 'busy');
  const job = open(folder);
  assert.throws(() => open(folder), new RegExp(`in use by process ${process.pid} on .* \\(contrail explore, since`));
  job.end({ status: 'finished', code: 0 });
});

test('a stop file aborts the job with a reason of its own', async () => {
  const folder = join(root, 'stopped');
  const job = open(folder);
  writeFileSync(join(folder, 'stop'), '');
  // The poll does not keep a process alive by itself.
  const alive = setInterval(() => {}, 1000);
  await once(job.signal, 'abort');
  clearInterval(alive);
  assert.ok(job.signal.reason instanceof Stopped);
  job.end({ status: 'stopped', code: 130 });
  assert.deepEqual(
    linesOf(folder, 'events.jsonl').map(({ kind, reason }) => reason ?? kind),
    ['job-started', 'stop file', 'job-ended'],
  );
  assert.equal((await readJob(folder))?.status, 'stopped');
});

const posix = { skip: process.platform === 'win32' && 'Windows has no signals between processes' };

test('the first signal asks for an end, the second is one', posix, async () => {
  const folder = join(root, 'signals');
  const polite = await startChild(folder);
  polite.child.kill('SIGTERM');
  assert.deepEqual(await polite.ended, [130, null]);
  assert.equal((await readJob(folder))?.exit?.message, 'SIGTERM');
  const slow = await startChild(folder, 'slow');
  slow.child.kill('SIGINT');
  while ((await readEvents(folder)).events.at(-1)?.kind !== 'job-stopping') await new Promise(setImmediate);
  slow.child.kill('SIGINT');
  assert.deepEqual(await slow.ended, [130, null]);
  assert.equal((await readJob(folder))?.status, 'gone');
});

test('a killed job is gone, its whole lines are read, and it goes on', async () => {
  const folder = join(root, 'killed');
  const { child, ended } = await startChild(folder);
  assert.equal((await readJob(folder))?.holder?.pid, child.pid);
  child.kill('SIGKILL');
  await ended;
  assert.equal((await readJob(folder))?.status, 'gone');
  appendFileSync(join(folder, 'events.jsonl'), '{"kind":"torn');
  const first = await readEvents(folder);
  assert.equal(first.events[0]?.kind, 'job-started');
  assert.deepEqual(first.problems, []);
  const job = openJob(folder, { command: 'contrail test', configuration });
  job.end({ status: 'finished', code: 0 });
  const next = await readEvents(folder, first.next);
  assert.deepEqual(
    next.events.map(({ kind }) => kind),
    ['job-started', 'job-ended'],
  );
  assert.deepEqual((await readEvents(folder, next.next)).events, []);
});

test('a line that is no JSON is a problem and hides no other', async () => {
  const folder = join(root, 'garbled');
  mkdirSync(folder);
  writeFileSync(join(folder, 'events.jsonl'), '{"kind":"job-note"}\nnot json\n{"kind":"job-ended"}\n');
  const { events, problems } = await readEvents(folder);
  assert.equal(events.length, 2);
  assert.deepEqual(
    problems.map(({ line }) => line),
    [2],
  );
});

test('a folder without a job has no state and no events', async () => {
  assert.equal(await readJob(join(root, 'none')), undefined);
  assert.deepEqual(await readEvents(join(root, 'none')), { events: [], problems: [], next: 0 });
});

test('a folder that cannot be made or written is an error that says so', t => {
  writeFileSync(join(root, 'file'), '');
  assert.throws(() => open(join(root, 'file', 'run')), /Cannot create the folder .*: a part of the path is a file/);
  if (process.platform === 'win32' || process.getuid?.() === 0) return t.diagnostic('no permissions to lack here');
  mkdirSync(join(root, 'sealed'));
  chmodSync(join(root, 'sealed'), 0o500);
  assert.throws(() => open(join(root, 'sealed')), /permission is denied/);
});

test('a job that failed before it made anything may be tried again with another configuration', () => {
  const folder = join(root, 'mended');
  const other = configured('{ "explore": { "rollouts": 7 } }');
  const retry = (configuration: Configuration) => openJob(folder, { command: 'contrail explore', configuration });
  open(folder).end({ status: 'failed', code: 1, message: 'environment.root is missing' });
  mkdirSync(join(folder, 'seed-1', 'iteration-1'), { recursive: true });
  const mended = retry(other);
  writeFileSync(join(folder, 'seed-1', 'iteration-1', 'stage.json'), '{}');
  mended.end({ status: 'failed', code: 1, message: 'something else' });
  assert.throws(() => retry(configuration), /explore\.rollouts: 7 → 5/);
});
