import assert from 'node:assert/strict';
import { test } from 'node:test';
import { preferenceSources } from '../../../src/engine/training/preferenceSources.ts';

const stock = { policy: 'explored', cloned: 'cloned', pairs: ['first', 'second', 'own'] };

test('without a choice it is as in ETO: from the policy that explored, against it, on the pairs of its own episodes', () => {
  assert.deepEqual(preferenceSources({}, stock), { start: 'explored', reference: 'explored', pairs: ['own'] });
  const said = preferenceSources({ start: 'previous', reference: 'previous', aggregate: false }, stock);
  assert.deepEqual(said, preferenceSources({}, stock));
});

test('start, reference and pairs are chosen each for itself', () => {
  assert.deepEqual(preferenceSources({ reference: 'cloning' }, stock), {
    start: 'explored',
    reference: 'cloned',
    pairs: ['own'],
  });
  assert.deepEqual(preferenceSources({ start: 'cloning', aggregate: true }, stock), {
    start: 'cloned',
    reference: 'explored',
    pairs: ['first', 'second', 'own'],
  });
});
