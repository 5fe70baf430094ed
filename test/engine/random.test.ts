import assert from 'node:assert/strict';
import { test } from 'node:test';
import { seeded, seedOf } from '../../src/engine/random.ts';

test('the first draws of neighbouring seeds are unrelated', () => {
  const counts = new Array<number>(10).fill(0);
  for (let seed = -5000; seed < 5000; seed++) counts[seeded(seed).below(10)]!++;
  for (const count of counts) assert.ok(Math.abs(count - 1000) < 150, counts.join());
});

test('a stream depends on its seed alone, and a seed on each of its parts and their order', () => {
  const draws = (seed: number) => Array.from({ length: 5 }, seeded(seed).uniform);
  assert.deepEqual(draws(7), draws(7));
  assert.notDeepEqual(draws(7), draws(8));
  const seeds = [seedOf('a', 1), seedOf('a', 2), seedOf(1, 'a'), seedOf('a1'), seedOf('a', 1, '')];
  assert.equal(new Set(seeds).size, seeds.length);
});
