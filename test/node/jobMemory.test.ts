import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseConfiguration } from '../../src/engine/configuration/parse.ts';
import { JobMemory } from '../../src/node/jobMemory.ts';
import type { JobState } from '../../src/node/jobState.ts';

const parsed = parseConfiguration('{}', '');
const configuration = 'configuration' in parsed ? parsed.configuration : assert.fail();
const job = { format: 'contrail-job-1', command: '', created: '', configuration, hash: '' } as const;

function state(status: JobState['status'], time = '2026-01-01'): JobState {
  if (status === 'running' || status === 'gone') return { status, job };
  return { status, job, exit: { format: 'contrail-exit-1', time, status, code: 0 } };
}

/** Folders of the runs whose end is news. */
function news(memory: JobMemory, runs: Readonly<Record<string, JobState>>): string[] {
  return memory
    .look(Object.entries(runs).map(([folder, now]) => ({ folder, state: now })))
    .ended.map(run => run.folder);
}

test('the end of a job that was seen running is news, once', () => {
  for (const status of ['finished', 'stopped', 'failed', 'gone'] as const) {
    const memory = new JobMemory({});
    assert.deepEqual(news(memory, { a: state('running') }), []);
    assert.deepEqual(news(memory, { a: state(status) }), ['a']);
    assert.deepEqual(news(memory, { a: state(status) }), []);
  }
});

test('a window later, what has ended meanwhile is news', () => {
  const before = new JobMemory({});
  news(before, { a: state('running'), b: state('running'), c: state('finished') });
  const memory = new JobMemory(before.entries());
  assert.deepEqual(
    news(memory, { a: state('finished'), b: state('running'), c: state('finished'), d: state('gone') }),
    ['a'],
  );
  assert.deepEqual(news(new JobMemory(memory.entries()), { a: state('finished') }), []);
});

test('a job that begins and ends between two looks is news, one that never began is not', () => {
  const memory = new JobMemory({});
  memory.expect('new', undefined);
  memory.expect('old', state('stopped', 'yesterday'));
  memory.expect('refused', state('stopped', 'yesterday'));
  const stale = { old: state('stopped', 'yesterday'), refused: state('stopped', 'yesterday') };
  assert.deepEqual(news(memory, stale), []);
  assert.deepEqual(news(memory, { ...stale, new: state('failed'), old: state('stopped', 'today') }), ['old', 'new']);
  assert.deepEqual(news(memory, stale), []);
});

test('a process that took the folder only to refuse what is in it has not ended a job', () => {
  const memory = new JobMemory({});
  for (const before of [state('stopped', 'yesterday'), state('finished', 'yesterday')]) {
    news(memory, { a: before });
    memory.expect('a', before);
    assert.deepEqual(news(memory, { a: state('running') }), []);
    assert.deepEqual(news(memory, { a: before }), []);
  }
});

test('a job that was gone, went on and is gone again is news again', () => {
  const memory = new JobMemory({});
  assert.deepEqual(news(memory, { a: state('gone') }), []);
  for (let time = 0; time < 2; time++) {
    news(memory, { a: state('running') });
    assert.deepEqual(news(memory, { a: state('gone') }), ['a']);
  }
});

test('says whether there is anything to be kept', () => {
  const memory = new JobMemory({});
  const runs = [{ folder: 'a', state: state('running') }];
  assert.equal(memory.look(runs).hasChanged, true);
  assert.equal(memory.look(runs).hasChanged, false);
  memory.forget('a');
  assert.deepEqual(memory.entries(), {});
});
