import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { type Excerpt, excerpt, omissionText } from '../../../src/engine/trajectory/excerpt.ts';

const limits = { lines: 6, characters: 20 };
const numbered = (count: number) => Array.from({ length: count }, (_, index) => `line ${index + 1}`);
const shown = (part: Excerpt) => part.map(line => (typeof line === 'string' ? line : omissionText(line)));

test('a text of as many lines as are shown stays whole', () => {
  assert.deepEqual(excerpt(numbered(6).join('\n'), limits), numbered(6));
  assert.deepEqual(excerpt('', limits), ['']);
});

test('of more lines the middle is left out, and the line that says so is one of those shown', () => {
  assert.deepEqual(shown(excerpt(numbered(100).join('\n'), limits)), [
    'line 1',
    'line 2',
    'line 3',
    'line 4',
    '95 lines left out',
    'line 100',
  ]);
});

test('of a long line the middle is left out', () => {
  assert.deepEqual(shown(excerpt(`${'a'.repeat(30)}${'b'.repeat(1971)}`, limits)), [
    'a'.repeat(15),
    '1,981 characters left out',
    'bbbbb',
  ]);
  assert.equal(shown(excerpt('x'.repeat(21), limits))[1], '1 character left out');
});

test('a pair of surrogates is not torn', () => {
  const text = `${'a'.repeat(14)}😀${'b'.repeat(20)}😀${'c'.repeat(4)}`;
  assert.doesNotMatch(shown(excerpt(text, limits)).join('\n'), /\\u\{d/);
});

test('line ends of Windows are line ends, a lone return is shown', () => {
  const [first, ...rest] = shown(excerpt(numbered(10).join('\r\n').replace('line 1', 'a\rb'), limits));
  assert.equal(first, 'a\\u{d}b');
  assert.equal(rest[0], 'line 2');
});

test('without limits everything is shown', () => {
  assert.equal(excerpt(numbered(5000).join('\n')).length, 5000);
});

test('what is shown and what is counted is all there was', () => {
  const line = fc.string({ unit: fc.constantFrom('a', 'b', ' '), maxLength: 60 });
  fc.assert(
    fc.property(
      fc.array(line, { maxLength: 40 }),
      fc.integer({ min: 4, max: 12 }),
      fc.integer({ min: 4, max: 50 }),
      (lines, most, characters) => {
        const text = lines.join('\n');
        const made = excerpt(text, { lines: most, characters });
        const left = made.filter(each => typeof each !== 'string');
        const leftLines = left.find(({ unit }) => unit === 'line')?.count ?? 0;
        const cut = left.filter(({ unit }) => unit === 'character').length;
        const all = text.split('\n').length;
        // A cut line is shown as three.
        assert.equal(made.length - 2 * cut - (leftLines ? 1 : 0) + leftLines, all);
        assert.ok(made.length - 2 * cut <= most + 1);
      },
    ),
  );
});
