import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { encodeTrajectory } from '../../../src/engine/trajectory/atif.ts';
import { type Line, lines } from '../../../src/engine/trajectory/lines.ts';
import { type Entry, readTrajectories } from '../../../src/engine/trajectory/reader.ts';
import type { Trajectory } from '../../../src/engine/trajectory/trajectory.ts';
import { collect } from '../../collect.ts';
import { anyTrajectory } from './arbitrary.ts';
import { sample } from './sample.ts';

const bytesOf = (text: string) => new TextEncoder().encode(text);
const good = encodeTrajectory(sample);

/** The same bytes in chunks of the given sizes, the buffer of each chunk overwritten once it was taken. */
async function* chunked(bytes: Uint8Array, sizes: readonly number[]): AsyncGenerator<Uint8Array> {
  for (let at = 0, turn = 0; at < bytes.length; turn++) {
    const size = sizes[turn % sizes.length]!;
    const chunk = bytes.slice(at, at + size);
    yield chunk;
    chunk.fill(0x7b);
    at += size;
  }
}

async function read(bytes: Uint8Array, sizes = [64], limit?: number): Promise<Entry<Trajectory>[]> {
  const from = { source: chunked(bytes, sizes), file: 'f', ...(limit !== undefined && { limit }) };
  return collect(readTrajectories(from));
}

function message(entry: Entry<Trajectory> | undefined): string {
  assert(entry && 'problem' in entry);
  return entry.problem.message;
}

test('lines tile any stream, however it is cut', async () => {
  const piece = fc.oneof(fc.uint8Array({ maxLength: 20 }), fc.constant(bytesOf('\n')), fc.constant(bytesOf('\r\n')));
  const sizes = fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1 });
  await fc.assert(
    fc.asyncProperty(fc.array(piece), sizes, async (pieces, cuts) => {
      const bytes = new Uint8Array(pieces.flatMap(part => [...part]));
      const found: Line[] = [];
      for await (const batch of lines(chunked(bytes, cuts)))
        found.push(...batch.map(line => ({ ...line, bytes: line.bytes!.slice() })));
      assert.deepEqual(new Uint8Array(found.flatMap(line => [...line.bytes!])), bytes);
      let offset = 0;
      for (const [index, line] of found.entries()) {
        assert.deepEqual([line.line, line.offset, line.length], [index + 1, offset, line.bytes!.length]);
        const feeds = line.bytes!.filter(byte => byte === 0x0a).length;
        assert(feeds === 1 ? line.bytes!.at(-1) === 0x0a : feeds === 0 && index === found.length - 1);
        offset += line.length;
      }
    }),
  );
});

test('trajectories come back with their places, whatever stands between them', async () => {
  const item = fc.oneof(
    anyTrajectory.map(trajectory => ({ text: encodeTrajectory(trajectory), trajectory })),
    fc.constantFrom('', '  ').map(text => ({ text, trajectory: undefined })),
  );
  const file = fc.record({
    items: fc.array(item, { maxLength: 5 }),
    end: fc.constantFrom('\n', '\r\n'),
    mark: fc.constantFrom('', '\ufeff'),
    last: fc.boolean(),
  });
  await fc.assert(
    fc.asyncProperty(file, fc.integer({ min: 1, max: 5000 }), async ({ items, end, mark, last }, size) => {
      const bytes = bytesOf(mark + items.map(({ text }) => text).join(end) + (last ? end : ''));
      const entries = await read(bytes, [size]);
      const expected = items.flatMap(({ trajectory }, index) => (trajectory ? [{ trajectory, line: index + 1 }] : []));
      assert.deepEqual(
        entries.map(entry => ({ trajectory: 'value' in entry ? entry.value : entry.problem, line: entry.line })),
        expected,
      );
      for (const { offset, length, line } of entries) {
        const text = new TextDecoder().decode(bytes.subarray(offset, offset + length));
        assert.equal(text.trim(), items[line - 1]!.text);
      }
    }),
    { numRuns: 60 },
  );
});

test('bad lines are problems and the lines beside them still count', async () => {
  const cutOff = good.slice(0, 100);
  const text = [good, '{"a":NaN}', `${good}}`, '[1,2', 'null', good, cutOff].join('\n');
  const entries = await read(bytesOf(text));
  assert.deepEqual(
    entries.map(entry => 'value' in entry),
    [true, false, false, false, false, true, false],
  );
  assert.match(message(entries[1]), /NaN/);
  assert.match(message(entries[2]), /"}" cannot stand here/);
  assert.match(message(entries[3]), /cut off/);
  assert.match(message(entries[4]), /an object/);
  assert.match(message(entries[6]), /cut off/);
  assert.deepEqual('problem' in entries[2]! && { ...entries[2].problem, message: '' }, {
    file: 'f',
    line: 3,
    column: good.length + 1,
    message: '',
  });
});

test('bytes that are no UTF-8 are a problem of their line', async () => {
  const bytes = bytesOf(`${good}\n${good}\n`);
  bytes[good.length + 20] = 0xff;
  const [first, second] = await read(bytes);
  assert(first && 'value' in first);
  assert.match(message(second), /UTF-8/);
});

test('a line above the limit is measured, not kept', async () => {
  const long = 'x'.repeat(3000);
  const [first, second, third] = await read(bytesOf(`${good}\n${long}\n${good}`), [100], 2500);
  assert(first && 'value' in first && third && 'value' in third);
  assert.match(message(second), /longer than 2500 bytes/);
  assert.deepEqual([second?.offset, second?.length], [good.length + 1, 3001]);
});

test('100 MB in one line stay outside the memory', async () => {
  async function* endless() {
    const chunk = new Uint8Array(1 << 20).fill(0x20);
    for (let megabytes = 0; megabytes < 100; megabytes++) yield chunk;
  }
  const entries = await collect(readTrajectories({ source: endless(), file: 'f' }));
  assert.equal(entries.length, 1);
  assert.match(message(entries[0]), /limit/);
});
