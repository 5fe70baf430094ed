import assert from 'node:assert/strict';
import { closeSync, openSync, writeFileSync, writeSync } from 'node:fs';
import { test } from 'node:test';
import { encodeTrajectory } from '../../../src/engine/trajectory/atif.ts';
import { longestLine } from '../../../src/node/episodeFiles/lineDecoder.ts';
import type { EpisodeRow } from '../../../src/protocol/episodeFiles.ts';
import { episode } from '../../engine/episodes.ts';
import { lineOf, linesOf, rest, testFolder, view, whole } from './folder.ts';

const { service, file } = testFolder();

async function rowsOf(name: string, content: string | Uint8Array): Promise<readonly EpisodeRow[]> {
  const path = file(name);
  writeFileSync(path, content);
  rest(path);
  await whole(service, path);
  const { rows } = await service.rows({ path, view: view(), from: 0, count: 1000 });
  return rows.flatMap(row => ('group' in row ? [] : row));
}

const shown = (rows: readonly EpisodeRow[]) =>
  rows.map(row => [row.line, 'problem' in row ? row.problem.message : row.id]);

test('an empty file has no rows', async () => {
  assert.deepEqual(await rowsOf('empty.jsonl', ''), []);
  assert.deepEqual(await rowsOf('blank.jsonl', '\uFEFF\n \r\n\t\n'), []);
});

test('byte-order marks, CRLF and blank lines are in order, and lines are counted as an editor counts them', async () => {
  const rows = await rowsOf('windows.jsonl', `\uFEFF${linesOf(2).replaceAll('\n', '\r\n\r\n  \r\n')}`);
  assert.deepEqual(shown(rows), [
    [1, 'task-0#0'],
    [4, 'task-1#0'],
  ]);
});

test('what is no episode says why', async () => {
  const lines = ['[]', '7', '{"a":1}', '{"schema_version":"ATIF-v1.8","steps":NaN}', '\u0000\u001b[31m', 'not JSON'];
  const rows = await rowsOf('others.jsonl', lines.join('\n'));
  assert.equal(rows.length, lines.length);
  for (const row of rows)
    assert.ok('problem' in row && row.problem.message.length > 10 && row.problem.line === row.line);
});

test('bytes that are no text are rows that say so', async () => {
  const bytes = Uint8Array.from({ length: 100_000 }, (_, index) => ((index * 7919) % 256) | 0x80);
  bytes[50_000] = 0x0a;
  const rows = await rowsOf('binary.jsonl', bytes);
  assert.deepEqual(shown(rows), [
    [1, 'The line is not valid UTF-8; save the file in that encoding.'],
    [2, 'The line is not valid UTF-8; save the file in that encoding.'],
  ]);
  assert.ok(rows.every(row => 'head' in row && row.head.length <= 200));
});

test('a line that is too long is a row with a problem, and takes no memory', async () => {
  const path = file('long.jsonl');
  const handle = openSync(path, 'w');
  writeSync(handle, lineOf({ id: 'before' }));
  const part = Buffer.alloc(1 << 20, 'x');
  for (let written = 0; written <= longestLine; written += part.length) writeSync(handle, part);
  writeSync(handle, `\n${lineOf({ id: 'after' })}`);
  closeSync(handle);
  const before = process.memoryUsage().external;
  await whole(service, path);
  const { rows } = await service.rows({ path, view: view(), from: 0, count: 10 });
  assert.deepEqual(
    rows.map(row => ('problem' in row ? row.problem.message : 'id' in row ? row.id : '')),
    ['before', `The line is longer than ${longestLine} bytes, the limit; is this JSON Lines?`, 'after'],
  );
  assert.ok(process.memoryUsage().external - before < 16 << 20);
  const opened = await service.episode({ path, line: 2 });
  assert.ok('problem' in opened && opened.raw.startsWith('xxx') && opened.raw.length <= 1_000_000);
  assert.equal(opened.raw.length + opened.omitted, longestLine + part.length);
});

test('a .json file may be one document over many lines, or lines', async () => {
  const document = JSON.stringify(JSON.parse(encodeTrajectory(episode({ id: 'one' }))), undefined, 2);
  assert.deepEqual(shown(await rowsOf('document.json', `\uFEFF${document}\n`)), [[1, 'one']]);
  assert.deepEqual(shown(await rowsOf('lines.json', linesOf(2))), [
    [1, 'task-0#0'],
    [2, 'task-1#0'],
  ]);
  const path = file('document.json');
  const opened = await service.episode({ path, id: 'one' });
  assert.ok('id' in opened && opened.line === 1);
});

test('episodes of other tools are rows', async () => {
  const foreign = {
    schema_version: 'ATIF-v1.2',
    session_id: 's-1',
    agent: { name: 'other', model_name: 'm' },
    steps: [
      { step_id: 1, source: 'user', message: `do ${'much '.repeat(1000)}` },
      { step_id: 2, source: 'agent', message: 'done', observation: { results: [{ content: 'well' }] } },
    ],
  };
  const [row] = await rowsOf('foreign.jsonl', `${JSON.stringify(foreign)}\n`);
  assert.ok(row && 'id' in row);
  assert.equal(row.id, 's-1');
  assert.ok(row.instruction.startsWith('do much') && row.instruction.endsWith('…') && row.instruction.length <= 512);
});

test('control characters and great numbers come through as they are', async () => {
  const id = 'a\u0000\u202e"\\#\n#3';
  const trajectory = episode({ id, task: { id: 'a\u0000\u202e"\\#\n' }, rollout: 3 });
  const huge = { ...trajectory, source: { ...trajectory.source, seed: -0.5, rollout: Number.MAX_SAFE_INTEGER } };
  const [first, second] = await rowsOf('odd.jsonl', [trajectory, huge].map(encodeTrajectory).join('\n'));
  assert.ok(first && 'id' in first && first.id === id && first.task === trajectory.task.id);
  assert.ok(second && 'id' in second && second.id === id);
  assert.equal(second.seed, -0.5);
  assert.equal(second.rollout, Number.MAX_SAFE_INTEGER);
  const opened = await service.episode({ path: file('odd.jsonl'), id });
  assert.ok('id' in opened && opened.line === 1);
});
