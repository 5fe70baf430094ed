import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type EpisodeChange, encodeEpisodeChange, readChanges } from '../../../src/engine/analysis/changesFile.ts';
import { collect } from '../../collect.ts';

const change: EpisodeChange = {
  file: 'explore/episodes.trajectories.jsonl',
  id: 'a#0',
  from: { name: 'cloning', identity: 'aa' },
  to: { name: 'iteration 1', identity: 'bb' },
  before: [-0.123456, -3],
  after: [-7.75, 0],
  tokens: [8, 11],
  actionBefore: [-0.1, -2],
  actionAfter: [-7, 0],
};

async function read(text: string) {
  const source = (async function* () {
    yield new TextEncoder().encode(text);
  })();
  return collect(readChanges({ source, file: 'changes.jsonl' }));
}

test('a line is read as it was written, to four digits', async () => {
  const line = encodeEpisodeChange(change);
  const [entry] = await read(`${line}\n`);
  assert.ok(entry && 'value' in entry);
  assert.deepEqual(entry.value, { ...change, before: [-0.1235, -3] });
  assert.equal(encodeEpisodeChange(entry.value), line);
});

test('malformed lines are problems in their place, and the others are read', async () => {
  const good = encodeEpisodeChange(change);
  const bad = [
    '{"format":"contrail-changes-2"}',
    'no json',
    good.replace('"tokens":[8,11]', '"tokens":[8]'),
    good.replace('"id":"a#0"', '"id":7'),
    good.replace('[-7.75,0]', '["x",0]'),
    '[]',
  ];
  const entries = await read([good, ...bad, good].join('\n'));
  assert.deepEqual(
    entries.map(entry => ('problem' in entry ? (entry.problem.field ?? 'json') : 'value')),
    ['value', 'format', 'json', 'before', 'id', 'after[0]', 'the line', 'value'],
  );
  assert.deepEqual(
    entries.flatMap(entry => ('problem' in entry ? [entry.problem.line] : [])),
    [2, 3, 4, 5, 6, 7],
  );
});
