import assert from 'node:assert/strict';
import { test } from 'node:test';
import { firstDivergence, turnDivergence } from '../../../src/engine/analysis/divergence.ts';
import { episode, step } from '../episodes.ts';

test('equal episodes do not diverge', () => {
  assert.equal(firstDivergence(episode({ does: 'a b' }), episode({ does: 'a b', id: 'b', reward: 1 })), null);
  assert.equal(turnDivergence(episode({ does: 'a b' }).steps, episode({ does: 'a b' }).steps), null);
});

test('openings, turns, answers and ends diverge where they differ first', () => {
  const base = episode({ does: 'a b' });
  assert.deepEqual(firstDivergence(base, episode({ does: 'a b', opening: 'Elsewhere.' })), {
    step: 0,
    part: 'opening',
  });
  assert.deepEqual(firstDivergence(base, episode({ does: 'a c' })), { step: 1, part: 'turn' });
  assert.deepEqual(firstDivergence(base, episode({ does: 'a' })), { step: 1, part: 'end' });
  const answered = episode({ steps: [step('a', 'Something else.'), step('c')] });
  assert.deepEqual(firstDivergence(base, answered), { step: 0, part: 'observation' });
  assert.equal(turnDivergence(base.steps, answered.steps), 1);
});

test('a turn is what the policy wrote, not only its action', () => {
  const other = episode({ steps: [step('a', 'You do: a.', { text: 'Action: a' }), step('b')] });
  assert.equal(turnDivergence(episode({ does: 'a b' }).steps, other.steps), 0);
});

test('a list that begins another one diverges at its end', () => {
  assert.equal(turnDivergence(episode({ does: 'a b c' }).steps, episode({ does: 'a b' }).steps), 2);
});
