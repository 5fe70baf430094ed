import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { batches, shardsOf } from '../../../src/engine/learner/batches.ts';
import { rateShare } from '../../../src/engine/learner/schedule.ts';

test('the rate rises over the warm-up, then falls to its floor or stays', () => {
  const shares = (kind: 'constant' | 'cosine', floor?: number) =>
    Array.from({ length: 12 }, (_, step) =>
      rateShare({ kind, warmUp: 3, ...(floor === undefined ? {} : { floor }) }, step, 12),
    );
  assert.deepEqual(shares('constant'), [0.25, 0.5, 0.75, ...Array.from({ length: 9 }, () => 1)]);
  const cosine = shares('cosine', 0.1);
  assert.deepEqual(cosine.slice(0, 4), [0.25, 0.5, 0.75, 1]);
  assert.ok(cosine.slice(3).every((share, index, all) => index === 0 || share < all[index - 1]!));
  assert.ok(Math.abs(cosine.at(-1)! - (0.1 + (0.9 * (1 + Math.cos((Math.PI * 8) / 9))) / 2)) < 1e-15);
  assert.ok(shares('cosine').at(-1)! > 0);
});

test('every epoch visits every example once, in an order of its own that a resumed run finds again', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 30 }), fc.integer({ min: 1, max: 9 }), fc.nat(), (count, batch, seed) => {
      const plan = { count, epochs: 3, batch, seed };
      const all = [...batches(plan, 0)];
      const perEpoch = Math.ceil(count / batch);
      for (let epoch = 0; epoch < 3; epoch++)
        assert.deepEqual(
          all
            .slice(epoch * perEpoch, (epoch + 1) * perEpoch)
            .flat()
            .toSorted((one, other) => one - other),
          Array.from({ length: count }, (_, index) => index),
        );
      const from = seed % all.length;
      assert.deepEqual([...batches(plan, from)], all.slice(from));
    }),
  );
  assert.deepEqual([...batches({ count: 0, epochs: 2, batch: 4, seed: 1 }, 0)], []);
});

test('shards hold every item once and differ by no more than the largest item', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 1, max: 100 })), fc.integer({ min: 1, max: 4 }), (items, count) => {
      const shards = shardsOf(items, count, item => item);
      assert.equal(shards.length, count);
      assert.deepEqual(shards.flat().toSorted(), items.toSorted());
      const sizes = shards.map(shard => shard.reduce((sum, item) => sum + item, 0));
      assert.ok(Math.max(...sizes) - Math.min(...sizes) <= Math.max(0, ...items));
    }),
  );
});
