import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { LineIndex } from '../../../src/node/episodeFiles/lineIndex.ts';
import { compareNaturally } from '../../../src/node/episodeFiles/naturalOrder.ts';
import { NumberColumn } from '../../../src/node/episodeFiles/numberColumn.ts';
import { TextPool } from '../../../src/node/episodeFiles/textPool.ts';

const anyNumber = fc.oneof(
  fc.nat(300),
  fc.nat(70_000),
  fc.nat(),
  fc.constantFrom(0xff, 0xffff, 0xffff_ffff, 2 ** 40, -1, -0, 0.1, Number.NaN, Number.MAX_SAFE_INTEGER),
  fc.double(),
);

test('a column gives back every number that was set, in any order', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.nat(40_000), anyNumber)), writes => {
      const column = new NumberColumn();
      const expected = new Map<number, number>();
      for (const [row, value] of writes) {
        column.set(row, value);
        expected.set(row, value);
        for (const neighbour of [row - 1, row + 1])
          if (neighbour >= 0) assert.equal(column.get(neighbour) + 0, (expected.get(neighbour) ?? 0) + 0);
      }
      for (const [row, value] of expected) assert.ok(Object.is(column.get(row) + 0, value + 0));
    }),
  );
});

test('a pool gives equal texts equal numbers, and each its text', () => {
  fc.assert(
    fc.property(fc.array(fc.string({ unit: 'grapheme', maxLength: 20 }), { maxLength: 300 }), texts => {
      const pool = new TextPool();
      const codes = texts.map(text => pool.codeOf(text));
      assert.deepEqual(
        codes.map(code => pool.text(code)),
        texts,
      );
      assert.equal(new Set(codes).size, new Set(texts).size);
      for (const text of texts) assert.equal(pool.find(text), codes[texts.indexOf(text)]);
      assert.equal(pool.find('\u0001 not there'), undefined);
    }),
  );
});

test('a pool holds many texts and cuts long ones', () => {
  const pool = new TextPool();
  const texts = Array.from({ length: 50_000 }, (_, index) => `text number ${index} ${'x'.repeat(index % 90)}`);
  const codes = texts.map(text => pool.codeOf(text));
  assert.ok(texts.every((text, index) => pool.text(codes[index]!) === text && pool.find(text) === codes[index]));
  const long = pool.text(pool.codeOf('ä'.repeat(10_000)));
  assert.ok(long.length <= 512 && long.endsWith('ä…'));
});

const anyLine = fc.oneof(
  fc.constantFrom('', ' ', '\t\r', '\r'),
  fc.string({ minLength: 1 }).map(text => text.replaceAll('\n', '')),
);

test('an index finds the lines that are not blank, however the bytes come', () => {
  fc.assert(
    fc.property(fc.array(anyLine), fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1 }), (lines, sizes) => {
      const bytes = new TextEncoder().encode(lines.map(line => `${line}\n`).join(''));
      const index = new LineIndex();
      for (let at = 0, turn = 0; at < bytes.length; turn++) {
        const to = at + sizes[turn % sizes.length]!;
        index.scan(bytes.subarray(at, to));
        at = to;
      }
      const found = Array.from({ length: index.rows }, (_, row) => ({
        line: index.line(row),
        text: new TextDecoder().decode(bytes.subarray(index.offset(row), index.offset(row) + index.length(row))),
      }));
      const expected = lines.flatMap((text, at) => (/^[ \t\r]*$/.test(text) ? [] : [{ line: at + 1, text }]));
      assert.deepEqual(found, expected);
      for (const [row, { line }] of found.entries()) {
        assert.equal(index.rowOfLine(line), row);
        assert.equal(index.rowAt(index.offset(row)), row);
      }
      assert.equal(index.rowOfLine(lines.length + 1), undefined);
      assert.equal(index.scanned, bytes.length);
    }),
  );
});

test('numbers in texts are ordered by value', () => {
  const ordered = ['', 'a', 'a1', 'a1b', 'a2', 'a2x3', 'a2x11', 'a10', 'a10b', 'b', 'b01', 'b001', 'é'];
  for (let seed = 0; seed < 5; seed++) {
    const shuffled = ordered.toSorted(
      (left, right) => ((left.length * 7 + seed) % 5) - ((right.length * 3 + seed) % 5),
    );
    assert.deepEqual(shuffled.sort(compareNaturally), ordered);
  }
});

test('natural order is an order', () => {
  const text = fc.array(fc.constantFrom('0', '1', '2', '9', 'a', '-'), { maxLength: 6 }).map(parts => parts.join(''));
  fc.assert(
    fc.property(text, text, text, (a, b, c) => {
      const sign = (left: string, right: string) => Math.sign(compareNaturally(left, right));
      assert.equal(sign(a, b), -sign(b, a) + 0);
      assert.equal(sign(a, b) === 0, a === b);
      if (sign(a, b) <= 0 && sign(b, c) <= 0) assert.ok(sign(a, c) <= 0);
    }),
  );
});
