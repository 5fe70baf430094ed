import assert from 'node:assert/strict';
import { test } from 'node:test';
import { randomPolicy } from '../../../src/engine/policies/random.ts';
import type { History } from '../../../src/engine/trajectory/trajectory.ts';

const history: History = {
  task: { environment: 'toy', split: 'train', id: 't', instruction: 'x' },
  opening: '',
  steps: [],
};
const { signal } = new AbortController();
const admissible = ['go to bed 1', 'inventory', 'look'];

async function act(seed: number, actions?: readonly string[]) {
  return randomPolicy.act(history, {
    episode: 'e',
    seed,
    temperature: 1,
    signal,
    ...(actions && { admissible: actions }),
  });
}

test('takes every admissible action about equally often, the same for the same seed', async () => {
  const counts = new Map<string, number>();
  for (let seed = 0; seed < 3000; seed++) {
    const turn = await act(seed, admissible);
    assert.ok('action' in turn);
    assert.deepEqual(turn, await act(seed, admissible));
    counts.set(turn.action, (counts.get(turn.action) ?? 0) + 1);
  }
  for (const action of admissible)
    assert.ok(Math.abs((counts.get(action) ?? 0) - 1000) < 120, JSON.stringify([...counts]));
});

test('halts where no action is known', async () => {
  assert.deepEqual(await act(1, []), { halted: 'policy-error', message: 'No action is admissible.' });
  const end = await act(1);
  assert.match('halted' in end ? end.message : '', /does not list admissible actions/);
});
