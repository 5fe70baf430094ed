import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { openTrajectoryFile } from '../../src/node/trajectoryFile.ts';

const folder = mkdtempSync(join(tmpdir(), 'contrail-'));
after(() => rmSync(folder, { recursive: true }));

async function all(chunks: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const copies: Uint8Array[] = [];
  for await (const chunk of chunks) copies.push(chunk.slice());
  return Buffer.concat(copies);
}

test('a file is read from its start and again in parts', async () => {
  const content = Buffer.alloc(600_000, 'abcdefg');
  writeFileSync(join(folder, 'a.jsonl'), content);
  const opened = await openTrajectoryFile(join(folder, 'a.jsonl'), 'explore/a.jsonl');
  assert.equal(opened.file, 'explore/a.jsonl');
  assert.ok((await all(opened.bytes())).equals(content));
  for (const [from, to] of [
    [0, 0],
    [5, 12],
    [100, 500_000],
    [599_990, 700_000],
  ] as const)
    assert.ok((await all(opened.bytes({ from, to }))).equals(content.subarray(from, to)));
  await opened.close();
});

test('a file that is not there is named', async () => {
  await assert.rejects(
    openTrajectoryFile(join(folder, 'gone.jsonl'), 'gone'),
    /Cannot read .*gone\.jsonl: there is no such file/,
  );
});
