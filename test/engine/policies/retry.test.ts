import assert from 'node:assert/strict';
import { test } from 'node:test';
import { backOff, retryAfter } from '../../../src/engine/policies/retry.ts';
import { seeded } from '../../../src/engine/random.ts';

const now = Date.parse('2026-11-22T10:00:00Z');

const cases: readonly (readonly [Record<string, string>, number | undefined])[] = [
  [{ 'retry-after': '3' }, 3000],
  [{ 'retry-after': '0.25' }, 250],
  [{ 'retry-after': ' 2 ' }, 2000],
  [{ 'retry-after-ms': '1500', 'retry-after': '9' }, 1500],
  [{ 'retry-after': 'Sun, 22 Nov 2026 10:00:07 GMT' }, 7000],
  [{ 'retry-after': 'Sun, 22 Nov 2026 09:00:00 GMT' }, 0],
  [{ 'retry-after': '-5' }, undefined],
  [{ 'retry-after': 'soon' }, undefined],
  [{ 'retry-after': '' }, undefined],
  [{ 'retry-after-ms': 'x', 'retry-after': '1' }, 1000],
  [{}, undefined],
];

for (const [headers, expected] of cases) {
  test(`${JSON.stringify(headers)} asks for ${expected} ms`, () => {
    assert.equal(retryAfter(new Headers(headers), now), expected);
  });
}

test('the back-off doubles up to half a minute, and chance takes up to a half of it', () => {
  const random = seeded(7);
  for (let failures = 1; failures < 40; failures++) {
    const full = Math.min(30_000, 500 * 2 ** (failures - 1));
    const pause = backOff(failures, random);
    assert.ok(pause > full / 2 && pause <= full, `${failures}: ${pause}`);
  }
});
