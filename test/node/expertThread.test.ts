import assert from 'node:assert/strict';
import { test } from 'node:test';
import { household } from '../../src/engine/environments/builtin/task.ts';
import { HumanError } from '../../src/engine/problem.ts';
import { playExpert, replayAdmissible } from '../../src/node/expertThread.ts';

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

test('the actions that were valid at a step come from playing the episode again', async () => {
  const { signal } = new AbortController();
  const episode = await playExpert({ environment, task }, signal);
  for (const [index, { action }] of episode.steps.entries()) {
    const history = { ...episode, steps: episode.steps.slice(0, index) };
    const admissible = await replayAdmissible({ environment, history }, signal);
    assert.ok(admissible?.includes(action), `step ${index + 1}: ${action}`);
    if (index > 2) break;
  }
});

test('of an episode that the environment does not answer as recorded, nothing is said', async () => {
  const { signal } = new AbortController();
  const episode = await playExpert({ environment, task }, signal);
  const steps = episode.steps.map(step => ({ ...step, observation: `${step.observation} And a cat.` }));
  assert.equal(await replayAdmissible({ environment, history: { ...episode, steps } }, signal), undefined);
  assert.equal(
    await replayAdmissible({ environment, history: { ...episode, opening: 'Elsewhere.' } }, signal),
    undefined,
  );
});
