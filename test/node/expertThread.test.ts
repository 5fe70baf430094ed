import assert from 'node:assert/strict';
import { test } from 'node:test';
import { household } from '../../src/engine/environments/builtin/task.ts';
import { HumanError } from '../../src/engine/problem.ts';
import { playExpert } from '../../src/node/expertThread.ts';

const environment = { name: 'household', seed: 1 };
const { task } = household({ seed: 1, split: 'unseen', index: 4 });

test('the expert solves a task of our own household, the same way every time', async () => {
  const { signal } = new AbortController();
  const first = await playExpert({ environment, task }, signal);
  assert.equal(first.outcome.success, true);
  assert.equal(first.source.policy, 'expert');
  assert.deepEqual(await playExpert({ environment, task }, signal), first);
});

test('a task that the world does not know is told', async () => {
  const order = { environment, task: { ...task, id: 'nowhere' } };
  await assert.rejects(
    playExpert(order, new AbortController().signal),
    (error: unknown) => error instanceof HumanError && error.message.includes("'nowhere' is no task"),
  );
});
