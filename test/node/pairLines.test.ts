import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { handPair } from '../../src/engine/preferences/handPair.ts';
import { encodePair } from '../../src/engine/preferences/pairFile.ts';
import { addPair, removePair } from '../../src/node/pairLines.ts';
import { stored } from '../engine/episodes.ts';

const pair = (id: string) => handPair(stored({ id, reward: 1, does: 'go' }), stored({ id: 'loser', does: 'wait' }));
const [first, second] = [pair('a'), pair('b')];

function fileIn(t: TestContext): string {
  const folder = mkdtempSync(join(tmpdir(), 'contrail-pairs-'));
  t.after(() => rmSync(folder, { recursive: true }));
  return join(folder, 'pairs', 'hand.pairs.jsonl');
}

test('pairs are added to the end, in a folder that is made', async t => {
  const file = fileIn(t);
  assert.equal(await addPair(file, first), true);
  assert.equal(await addPair(file, second), true);
  assert.equal(readFileSync(file, 'utf8'), `${encodePair(first)}\n${encodePair(second)}\n`);
});

test('a pair is added once', async t => {
  const file = fileIn(t);
  await addPair(file, first);
  assert.equal(await addPair(file, first), false);
  assert.equal(readFileSync(file, 'utf8'), `${encodePair(first)}\n`);
});

test('a last line without its end and lines that are no pairs are kept', async t => {
  const file = fileIn(t);
  await addPair(file, first);
  writeFileSync(file, `# mine\n${encodePair(first)}`);
  await addPair(file, second);
  assert.equal(readFileSync(file, 'utf8'), `# mine\n${encodePair(first)}\n${encodePair(second)}\n`);
});

test('removing takes exactly its line', async t => {
  const file = fileIn(t);
  await addPair(file, first);
  await addPair(file, second);
  assert.equal(await removePair(file, first), true);
  assert.equal(readFileSync(file, 'utf8'), `${encodePair(second)}\n`);
  assert.equal(await removePair(file, first), false);
});
