import assert from 'node:assert/strict';
import { appendFileSync, renameSync, rmSync, truncateSync, utimesSync, writeFileSync } from 'node:fs';
import { test } from 'node:test';
import { lineOf, linesOf, rest, testFolder, view, whole } from './folder.ts';

const { service, file } = testFolder();

async function ids(path: string, filter = ''): Promise<string[]> {
  await whole(service, path);
  const page = await service.rows({ path, view: view({ filter }), from: 0, count: 1000 });
  return page.rows.map(row => ('id' in row ? row.id : 'problem' in row ? 'malformed' : row.group));
}

test('a file that grows is read on', async () => {
  const path = file('grows.trajectories.jsonl');
  writeFileSync(path, linesOf(2));
  const { version } = await whole(service, path);
  const change = service.changed({ path, version }, AbortSignal.timeout(5000));
  appendFileSync(path, linesOf(1, 2));
  assert.ok((await change).version > version);
  assert.deepEqual(await ids(path), ['task-0#0', 'task-1#0', 'task-2#0']);
  assert.deepEqual(await ids(path, 'task ~ "2"'), ['task-2#0']);
});

test('nothing is told while nothing changes, and waiting can be given up', async () => {
  const path = file('still.trajectories.jsonl');
  writeFileSync(path, linesOf(1));
  const { version } = await whole(service, path);
  const stop = new AbortController();
  const change = service.changed({ path, version }, stop.signal);
  setTimeout(() => stop.abort(new Error('enough')), 700);
  await assert.rejects(change, /enough/);
});

test('a line is no row while it is written', async () => {
  const path = file('torn.trajectories.jsonl');
  const line = lineOf({ id: 'late#0', task: { id: 'late' } });
  writeFileSync(path, linesOf(1) + line.slice(0, 100));
  assert.deepEqual(await ids(path), ['task-0#0']);
  appendFileSync(path, line.slice(100, -1));
  assert.deepEqual(await ids(path), ['task-0#0']);
  appendFileSync(path, '\n');
  assert.deepEqual(await ids(path), ['task-0#0', 'late#0']);
});

test('at rest a last line is a row without its end, and goes on when it grows', async () => {
  const path = file('rest.trajectories.jsonl');
  const line = lineOf({ id: 'late#0', task: { id: 'late' } });
  writeFileSync(path, linesOf(1) + line.slice(0, 100));
  rest(path);
  assert.deepEqual(await ids(path), ['task-0#0', 'malformed']);
  assert.deepEqual(await ids(path, 'malformed'), ['malformed']);
  appendFileSync(path, line.slice(100));
  assert.deepEqual(await ids(path), ['task-0#0', 'late#0']);
  assert.deepEqual(await ids(path, 'malformed'), []);
  assert.equal((await whole(service, path)).malformed, 0);
});

test('a line of a file at rest that lacks only its end is an episode', async () => {
  const path = file('endless.trajectories.jsonl');
  writeFileSync(path, linesOf(2).trimEnd());
  rest(path);
  assert.deepEqual(await ids(path), ['task-0#0', 'task-1#0']);
});

test('a torn last line becomes a row once the file is at rest, while someone waits', async () => {
  const path = file('left.trajectories.jsonl');
  writeFileSync(path, `${linesOf(1)}{"half`);
  const soon = Date.now() / 1000 - 1.7;
  utimesSync(path, soon, soon);
  const { version, rows } = await whole(service, path);
  assert.equal(rows, 1);
  assert.equal((await service.changed({ path, version }, AbortSignal.timeout(5000))).rows, 2);
});

for (const [what, replace] of Object.entries({
  'by another file': (path: string, text: string) => {
    writeFileSync(`${path}.new`, text);
    renameSync(`${path}.new`, path);
  },
  'in place, shorter': (path: string, text: string) => writeFileSync(path, text),
  'in place, longer': (path: string, text: string) => writeFileSync(path, text + linesOf(20, 500)),
  'by removing and writing it': (path: string, text: string) => {
    rmSync(path);
    writeFileSync(path, text);
  },
}))
  test(`a file that is replaced ${what} is read anew`, async () => {
    const path = file(`replaced ${what}.trajectories.jsonl`);
    writeFileSync(path, linesOf(10));
    const { version } = await whole(service, path);
    const change = service.changed({ path, version }, AbortSignal.timeout(5000));
    replace(path, linesOf(3, 100));
    assert.ok((await change).version > version);
    assert.deepEqual((await ids(path)).slice(0, 4), [
      'task-100#0',
      'task-101#0',
      'task-102#0',
      ...(what.endsWith('longer') ? ['task-500#0'] : []),
    ]);
  });

test('a file that loses its end is read anew', async () => {
  const path = file('cut.trajectories.jsonl');
  writeFileSync(path, linesOf(10));
  await whole(service, path);
  truncateSync(path, linesOf(4).length);
  assert.equal((await ids(path)).length, 4);
});

test('a file that is rewritten with as many bytes is read anew', async () => {
  const path = file('same.trajectories.jsonl');
  writeFileSync(path, linesOf(200));
  await whole(service, path);
  rest(path);
  await whole(service, path);
  writeFileSync(path, linesOf(200).replace('"task-100#0"', '"TASK-100#0"'));
  assert.equal((await ids(path))[100], 'TASK-100#0');
});

test('a file that is gone is an error, and is read again when it is back', async () => {
  const path = file('gone and back.trajectories.jsonl');
  writeFileSync(path, linesOf(1));
  const { version } = await whole(service, path);
  const change = service.changed({ path, version }, AbortSignal.timeout(5000));
  rmSync(path);
  await assert.rejects(change, /there is no such file/);
  writeFileSync(path, linesOf(2));
  assert.equal((await ids(path)).length, 2);
});

test('a file that one has closed is still watched for others', async () => {
  const path = file('shared.trajectories.jsonl');
  writeFileSync(path, linesOf(1));
  const { version } = await whole(service, path);
  const changes = [1, 2].map(() => service.changed({ path, version }, AbortSignal.timeout(5000)));
  await service.close({ path });
  appendFileSync(path, linesOf(1, 1));
  for (const { rows } of await Promise.all(changes)) assert.equal(rows, 2);
  assert.equal((await ids(path)).length, 2);
});

test('bytes that are provided are read as a file', async () => {
  const path = 'memfs:/episodes.trajectories.jsonl';
  const provide = (text: string) => service.provide({ path, bytes: new TextEncoder().encode(text) });
  await provide(linesOf(2));
  const { version } = await whole(service, path);
  const change = service.changed({ path, version }, AbortSignal.timeout(5000));
  await provide(linesOf(3));
  assert.ok((await change).version > version);
  assert.deepEqual(await ids(path), ['task-0#0', 'task-1#0', 'task-2#0']);
  await provide(linesOf(1, 7));
  assert.deepEqual(await ids(path), ['task-7#0']);
  await service.close({ path });
  await assert.rejects(service.status({ path }), /there is no such file/);
});
