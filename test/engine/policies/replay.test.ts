import assert from 'node:assert/strict';
import { test } from 'node:test';
import { replayPolicy } from '../../../src/engine/policies/replay.ts';
import type { History, Step, Trajectory } from '../../../src/engine/trajectory/trajectory.ts';

const options = { episode: 'e', seed: 1, temperature: 0, signal: new AbortController().signal };

function step(action: string, observation: string): Step {
  return {
    thought: 'T',
    action,
    text: `odd ${action}`,
    reasoning: 'R',
    logProbability: -2,
    flags: ['cut-off'],
    observation,
    reward: 0,
    valid: true,
  };
}

const recording: Trajectory = {
  id: 'r',
  task: { environment: 'toy', split: 'train', id: 't1', instruction: 'x' },
  opening: 'A room.',
  steps: [step('look', 'A lamp.'), step('use lamp', 'On.')],
  outcome: { reward: 1, success: true, ending: 'success' },
  source: { policy: 'm', seed: 1, rollout: 0, temperature: 1 },
};

function history(...observations: string[]): History {
  const steps = observations.map((observation, index) => ({
    ...(recording.steps[index] ?? step('more', '')),
    observation,
  }));
  return { task: recording.task, opening: 'A room.', steps };
}

test('says what was recorded, word for word, with all that was recorded about it', async () => {
  const policy = replayPolicy([recording, { ...recording, steps: [] }]);
  const { observation, reward, valid, ...turn } = recording.steps[1]!;
  assert.deepEqual(await policy.act(history('A lamp.'), options), turn);
});

for (const [what, played, expected] of [
  [
    'another opening',
    { ...history(), opening: 'A hall.' },
    { halted: 'environment-error', message: 'The opening is not the recorded one: expected "A room.", got "A hall.".' },
  ],
  [
    'another observation',
    history('A cat.'),
    {
      halted: 'environment-error',
      message: 'The observation of step 1 is not the recorded one: expected "A lamp.", got "A cat.".',
    },
  ],
  [
    'a recording that ends too early',
    history('A lamp.', 'On.'),
    { halted: 'policy-error', message: 'The recording ends after 2 steps, the episode does not.' },
  ],
  [
    'a task without a recording',
    { ...history(), task: { ...recording.task, id: 't2' } },
    { halted: 'policy-error', message: "There is no recording of task 't2'." },
  ],
] satisfies readonly (readonly [string, History, object])[]) {
  test(`halts at ${what}`, async () => {
    assert.deepEqual(await replayPolicy([recording]).act(played, options), expected);
  });
}

test('every rollout repeats its own recording', async () => {
  const other: Trajectory = { ...recording, id: 'other', opening: 'A hall.' };
  const policy = replayPolicy([recording, other]);
  const turn = await policy.act({ ...history(), opening: 'A hall.' }, { ...options, episode: 'other' });
  assert.equal('action' in turn && turn.action, 'look');
});

test('an episode that could not go on ends as it was recorded', async () => {
  const ended: Trajectory = {
    ...recording,
    outcome: { reward: null, success: false, ending: 'timeout', message: 'late' },
  };
  const halt = await replayPolicy([ended]).act(history('A lamp.', 'On.'), options);
  assert.deepEqual(halt, { halted: 'timeout', message: 'late' });
});
