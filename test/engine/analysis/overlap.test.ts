import assert from 'node:assert/strict';
import { test } from 'node:test';
import { splitOverlap } from '../../../src/engine/analysis/overlap.ts';

test('a task in two splits is found once, whatever the number of its episodes', () => {
  const tasks = [
    { environment: 'webshop', split: 'train', id: '818' },
    { environment: 'webshop', split: 'train', id: '1' },
    { environment: 'webshop', split: 'unseen', id: '818' },
    { environment: 'webshop', split: 'unseen', id: '818' },
    { environment: 'alfworld', split: 'unseen', id: '1' },
  ] as const;
  assert.deepEqual(splitOverlap(tasks), [{ environment: 'webshop', id: '818', splits: ['train', 'unseen'] }]);
  assert.deepEqual(splitOverlap(tasks.slice(0, 2)), []);
});
