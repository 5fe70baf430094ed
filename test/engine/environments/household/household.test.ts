import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Household } from '../../../../src/engine/environments/household/household.ts';
import { HumanError } from '../../../../src/engine/problem.ts';
import type { Task } from '../../../../src/engine/trajectory/trajectory.ts';
import { kitchen } from './kitchen.ts';

const task: Task = { environment: 'alfworld', split: 'train', id: 'supper', instruction: 'put two mug in drawer.' };

test('an episode, from reset to the goal', async () => {
  const household = new Household(async () => kitchen());
  const opening = await household.reset(task, 1);
  assert.match(opening.text, /Your task is to: put two mug in drawer\.$/);
  assert.equal(opening.admissible?.includes('go to shelf 1'), true);
  assert.deepEqual(
    { ...(await household.step('dance')) },
    {
      observation: 'Nothing happens.',
      reward: 0,
      done: false,
      success: false,
      valid: false,
      admissible: opening.admissible,
    },
  );
  for (const action of ['go to shelf 1', 'take mug 1 from shelf 1', 'go to drawer 2', 'open drawer 2']) {
    const { valid, done, reward } = await household.step(action);
    assert.deepEqual({ valid, done, reward }, { valid: true, done: false, reward: 0 });
  }
  const snapshot = household.snapshot();
  const won = await household.step('put mug 1 in/on drawer 2');
  assert.deepEqual([won.reward, won.done, won.success], [1, true, true]);
  household.restore(snapshot);
  assert.equal((await household.step('inventory')).observation, 'You are carrying: a mug 1.');
  assert.deepEqual(await household.reset(task, 2), opening);
  await household.dispose();
});

test('the commands of a transition are those of its state, read late or early', async () => {
  const household = new Household(async () => kitchen());
  const { admissible } = await household.reset(task, 0);
  const late = await household.reset(task, 0);
  await household.step('go to shelf 1');
  assert.deepEqual(late.admissible, admissible);
});

test('a malformed game cannot be reset, and nothing can be done before a reset', async () => {
  const household = new Household(async () => ({ ...kitchen(), grammar: 'nonsense' }));
  await assert.rejects(household.reset(task, 0), HumanError);
  await assert.rejects(household.step('look'), /reset/);
  assert.throws(() => household.snapshot(), HumanError);
});
