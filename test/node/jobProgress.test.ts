import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Place } from '../../src/engine/iteration/place.ts';
import type { JobEvent } from '../../src/node/jobFiles.ts';
import { advance, secondsLeft } from '../../src/node/jobProgress.ts';

const place: Place = { seed: 1, arm: 'eto', iteration: 1 };
const at = (seconds: number) => new Date(seconds * 1000).toISOString();
const explore = { place, stage: 'explore' } as const;

function progress(seconds: number, done: number, total = 100): JobEvent {
  return { time: at(seconds), kind: 'stage-progress', ...explore, done, total };
}

const started: JobEvent = { time: at(0), kind: 'stage-started', ...explore, what: 'Exploring 20 tasks × 5' };

test('knows the stage, how far it is, and from its pace how long it will take', () => {
  const now = advance(undefined, [started, progress(1, 10), progress(3, 30)])!;
  assert.deepEqual([now.what, now.done, now.total], ['Exploring 20 tasks × 5', 30, 100]);
  assert.equal(secondsLeft(now, 3_000), 7);
  assert.equal(secondsLeft(now, 5_000), 5);
  assert.equal(secondsLeft(now, 60_000), 0);
});

test('forgets an old pace', () => {
  const now = advance(undefined, [started, progress(0, 1), progress(100, 2), progress(110, 12)])!;
  assert.equal(secondsLeft(now, 110_000), 88);
});

test('tells no time before there is a pace, nor of a stage that is done', () => {
  assert.equal(secondsLeft(advance(undefined, [started])!, 0), undefined);
  assert.equal(secondsLeft(advance(undefined, [started, progress(1, 5)])!, 1_000), undefined);
  assert.equal(secondsLeft(advance(undefined, [progress(1, 5), progress(1.5, 6)])!, 1_500), undefined);
  assert.equal(secondsLeft(advance(undefined, [progress(1, 5), progress(5, 5)])!, 5_000), undefined);
  const finished: JobEvent = { time: at(9), kind: 'stage-finished', ...explore, summary: 'done', reused: false };
  assert.equal(secondsLeft(advance(undefined, [progress(1, 5), progress(5, 50), finished])!, 9_000), undefined);
});

test('a resumed job has a pace of its own, whatever was done before', () => {
  const resumed: JobEvent = { time: at(5_000), kind: 'job-started', command: '', pid: 1, host: '', resumed: true };
  const before = [started, progress(1, 10), progress(3, 30), resumed];
  assert.equal(secondsLeft(advance(undefined, before)!, 5_000_000), undefined);
  const after = advance(undefined, [...before, started, progress(5_001, 40), progress(5_003, 50)])!;
  assert.equal(secondsLeft(after, 5_003_000), 10);
});

test('another stage begins anew', () => {
  const train = { place, stage: 'train' } as const;
  const next: JobEvent = { time: at(4), kind: 'stage-started', ...train, what: 'Training' };
  const now = advance(undefined, [started, progress(1, 10), progress(3, 30), next])!;
  assert.deepEqual([now.stage, now.what, now.done, now.reports], ['train', 'Training', undefined, []]);
});

test('knows that a job saves and leaves, and is not moved by what is no stage', () => {
  const stopping: JobEvent = { time: at(4), kind: 'job-stopping', reason: 'stop file' };
  const now = advance(undefined, [started, progress(1, 10), stopping, progress(4, 11)])!;
  assert.equal(now.isStopping, true);
  const note: JobEvent = { time: at(5), kind: 'job-note', level: 'info', message: 'hello' };
  assert.equal(advance(now, [note]), now);
  assert.equal(advance(undefined, [note]), undefined);
});
