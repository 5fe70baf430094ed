import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { test } from 'node:test';
import fc from 'fast-check';
import { canonicalJson, hashOf } from '../../../src/engine/configuration/canonical.ts';
import { changeText, difference } from '../../../src/engine/configuration/difference.ts';

test('keys are sorted at every depth and lists keep their order', () => {
  assert.equal(
    canonicalJson({ b: [{ z: 1, y: null }, 2], a: 'é', c: undefined }),
    '{"a":"é","b":[{"y":null,"z":1},2]}',
  );
});

test('the hash is SHA-256 of the canonical bytes', () => {
  const value = { name: 'ä', seeds: [1, 2] };
  const expected = createHash('sha256')
    .update(Buffer.from(canonicalJson(value), 'utf8'))
    .digest('hex');
  assert.equal(hashOf(value), expected);
  assert.equal(hashOf({ seeds: [1, 2], name: 'ä' }), expected);
  assert.notEqual(hashOf({ seeds: [2, 1], name: 'ä' }), expected);
});

test('canonical JSON says what the value says', () => {
  fc.assert(
    fc.property(fc.jsonValue(), value =>
      assert.equal(canonicalJson(JSON.parse(canonicalJson(value))), canonicalJson(value)),
    ),
  );
});

test('a difference names each changed field by its path', () => {
  const before = { explore: { rollouts: 5, temperature: [0, 1] }, policy: { kind: 'builtin' }, seeds: [1] };
  const after = { explore: { rollouts: 3, temperature: [0, 1] }, policy: { kind: 'replay', file: 'a' }, seeds: [1, 2] };
  assert.deepEqual(difference(before, after).map(changeText), [
    'explore.rollouts: 5 → 3',
    'policy.file: absent → "a"',
    'policy.kind: "builtin" → "replay"',
    'seeds: [1] → [1,2]',
  ]);
  assert.deepEqual(difference(before, structuredClone(before)), []);
});

test('null is not absent, and what every object inherits is no field', () => {
  assert.deepEqual(difference({ quota: null }, {}), [{ field: 'quota', before: null, after: undefined }]);
  assert.deepEqual(difference({ toString: null }, {}), [{ field: 'toString', before: null, after: undefined }]);
});

test('there is a difference exactly where the hashes differ', () => {
  fc.assert(
    fc.property(fc.jsonValue(), fc.jsonValue(), (a, b) => {
      assert.equal(difference(a, b).length === 0, hashOf(a) === hashOf(b));
    }),
  );
});
