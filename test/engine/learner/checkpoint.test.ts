import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { test } from 'node:test';
import fc from 'fast-check';
import {
  checkpointIdentity,
  decodeCheckpoint,
  encodeCheckpoint,
  tokenizerOf,
} from '../../../src/engine/learner/checkpoint.ts';
import { HumanError } from '../../../src/engine/problem.ts';
import { untrained } from './models.ts';

const checkpoint = untrained();
const bytes = encodeCheckpoint(checkpoint);

/** The bytes with their header changed. */
function edited(change: (header: string) => string): Uint8Array {
  const end = bytes.indexOf(10);
  return Buffer.concat([Buffer.from(change(Buffer.from(bytes.slice(0, end)).toString())), bytes.slice(end)]);
}

test('a checkpoint comes back as it was, and its identity is the hash of its bytes', () => {
  const read = decodeCheckpoint(bytes, 'a.policy');
  assert.deepEqual(read, checkpoint);
  assert.deepEqual(encodeCheckpoint(read), bytes);
  assert.equal(checkpointIdentity(read), createHash('sha256').update(bytes).digest('hex'));
  assert.notEqual(checkpointIdentity(untrained(2)), checkpointIdentity(checkpoint));
});

test('silent phrases are kept, and a checkpoint without any has the bytes it always had', () => {
  const silent = ['You arrive at loc 7.', ', a'];
  const read = decodeCheckpoint(encodeCheckpoint({ ...checkpoint, silent }), 'a.policy');
  assert.deepEqual(read, { ...checkpoint, silent });
  assert.deepEqual(tokenizerOf(read).encode(', a').tokens, []);
  assert.ok(!Buffer.from(bytes).includes('silent'));
  assert.throws(() => decodeCheckpoint(encodeCheckpoint({ ...checkpoint, silent: [' '] }), 'a.policy'), /words: Word/);
});

test('the default model fits in 300 kB and its header can be read with `head -1`', () => {
  assert.ok(bytes.length < 300_000, `${bytes.length} bytes`);
  const header = JSON.parse(Buffer.from(bytes).toString('latin1').split('\n', 1)[0]!);
  assert.equal(header.format, 'contrail-checkpoint-1');
  assert.equal((bytes.indexOf(10) + 1) % 16, 0);
});

test('bytes that lie unaligned in memory are read', () => {
  const padded = new Uint8Array(bytes.length + 1);
  padded.set(bytes, 1);
  assert.deepEqual(decodeCheckpoint(padded.subarray(1), 'a.policy'), checkpoint);
});

test('what is wrong with a checkpoint is said with its file and field', () => {
  const damaged = bytes.slice();
  damaged[bytes.length - 5]! ^= 1;
  const diverged = encodeCheckpoint({ ...checkpoint, parameters: checkpoint.parameters.map(() => Number.NaN) });
  for (const [bad, message] of [
    [new Uint8Array(), /a\.policy is not a checkpoint/],
    [Buffer.from('{"format": 1'), /is not a checkpoint/],
    [edited(header => header.slice(1)), /is not a checkpoint/],
    [edited(header => header.replace('checkpoint-1', 'checkpoint-2')), /format: .* Another version/],
    [edited(header => header.replace('"width":64', '"width":"64"')), /shape\.width: must be integer/],
    [edited(header => header.replace('"width":64', '"width":60')), /width must be a positive multiple of 8/],
    [edited(header => header.replace('"layers":2', '"layers":3')), /parameters\.count/],
    [edited(header => header.replace('"Action:"', '"Action: "')), /words: Word 2/],
    [edited(header => header.replace('"Action:"', '"Action:","a","b","c","d","e","f","g"')), /do not fit/],
    [bytes.slice(0, -1), /\d+ bytes belong after the header, \d+ are there/],
    [damaged, /damaged/],
    [diverged, /not finite/],
  ] as const)
    assert.throws(() => decodeCheckpoint(bad, 'a.policy'), { name: HumanError.name, message });
});

test('a checkpoint cut anywhere is refused, never misread', () => {
  fc.assert(
    fc.property(fc.nat(bytes.length - 1), length => {
      assert.throws(() => decodeCheckpoint(bytes.slice(0, length), 'a.policy'), HumanError);
    }),
    { numRuns: 30 },
  );
});
