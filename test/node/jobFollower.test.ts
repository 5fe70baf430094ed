import assert from 'node:assert/strict';
import { appendFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { parseConfiguration } from '../../src/engine/configuration/parse.ts';
import type { Place } from '../../src/engine/iteration/place.ts';
import { openJob } from '../../src/node/job.ts';
import { JobFollower } from '../../src/node/jobFollower.ts';
import { readLog } from '../../src/node/jobLog.ts';

const root = mkdtempSync(join(tmpdir(), 'contrail-follower-'));
after(() => rmSync(root, { recursive: true, force: true }));

const parsed = parseConfiguration('{}', '');
const configuration = 'configuration' in parsed ? parsed.configuration : assert.fail();
const place: Place = { seed: 1, arm: 'eto', iteration: 1 };
const explore = { place, stage: 'explore' } as const;

test('follows a job from its start to its end', async () => {
  const folder = join(root, 'whole');
  const follower = new JobFollower(folder);
  assert.equal(await follower.read(), undefined);
  const job = openJob(folder, { command: 'contrail explore', configuration });
  const begun = await follower.read();
  assert.equal(begun?.state.status, 'running');
  assert.equal(begun?.progress, undefined);
  job.report({ kind: 'stage-started', ...explore, what: 'Exploring' });
  job.report({ kind: 'stage-progress', ...explore, done: 2, total: 4 });
  const halfway = await follower.read();
  assert.equal(halfway?.progress?.done, 2);
  assert.equal(halfway?.latest?.kind, 'stage-progress');
  assert.equal((await follower.read())?.progress, halfway?.progress, 'nothing new is the same as before');
  job.end({ status: 'finished', code: 0 });
  assert.equal((await follower.read())?.state.status, 'finished');
  assert.match((await readLog(folder)).text, /Exploring\n.* finished\n$/);
});

test('finds the stage of a job with a long history, however much its other events say', async () => {
  const folder = join(root, 'long');
  const job = openJob(folder, { command: 'contrail iterate', configuration });
  job.report({ kind: 'stage-progress', ...explore, done: 4, total: 4 });
  job.end({ status: 'stopped', code: 130 });
  for (const size of [10_000, 200_000]) {
    const note = { time: new Date().toISOString(), kind: 'job-note', level: 'info', message: 'x'.repeat(size) };
    for (let line = 0; line < 10; line++) appendFileSync(join(folder, 'events.jsonl'), `${JSON.stringify(note)}\n`);
    assert.equal((await new JobFollower(folder).read())?.progress?.done, 4);
  }
});

test('a folder that was made again holds another job', async () => {
  const folder = join(root, 'again');
  const follower = new JobFollower(folder);
  const first = openJob(folder, { command: 'contrail explore', configuration });
  for (let done = 0; done < 3; done++) first.report({ kind: 'stage-started', ...explore, what: `first ${done}` });
  first.end({ status: 'finished', code: 0 });
  assert.equal((await follower.read())?.progress?.what, 'first 2');
  rmSync(folder, { recursive: true });
  assert.equal(await follower.read(), undefined);
  const second = openJob(folder, { command: 'contrail explore', configuration });
  second.report({ kind: 'stage-started', ...explore, what: 'second' });
  assert.equal((await follower.read())?.progress?.what, 'second');
  second.end({ status: 'finished', code: 0 });
});

test('reads a log from where it was left, whole lines only, and the end of one that is too long', async () => {
  const folder = join(root, 'log');
  mkdirSync(folder);
  assert.deepEqual(await readLog(folder), { text: '', from: 0, next: 0 });
  writeFileSync(join(folder, 'log.txt'), 'one\ntwo\nthr');
  assert.deepEqual(await readLog(folder), { text: 'one\ntwo\n', from: 0, next: 8 });
  appendFileSync(join(folder, 'log.txt'), 'ee\n');
  assert.deepEqual(await readLog(folder, 8), { text: 'three\n', from: 8, next: 14 });
  assert.deepEqual(await readLog(folder, 14), { text: '', from: 14, next: 14 });
  writeFileSync(join(folder, 'log.txt'), `${'x'.repeat(99)}\n`.repeat(20_000));
  const { text, from, next } = await readLog(folder);
  assert.deepEqual([text.length, from, next], [1_000_000, 1_000_000, 2_000_000]);
});
