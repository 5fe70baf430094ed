import assert from 'node:assert/strict';
import { test } from 'node:test';
import { chatPrompt, environmentPrompt } from '../../../src/engine/policies/prompt.ts';
import type { History, Step } from '../../../src/engine/trajectory/trajectory.ts';

function step(text: string, observation: string): Step {
  return { thought: '', action: '', text, flags: [], observation, reward: 0, valid: true };
}

const task = { environment: 'household', split: 'train', id: 't', instruction: 'x' } as const;
const history: History = {
  task,
  opening: 'A room.',
  steps: [step(' odd  text\n', 'A lamp.'), step('Action: use lamp', 'It is on.')],
};
const example: History = {
  task,
  opening: 'Another room.',
  steps: [step('Action: look', 'A bed.'), step('Action: use bed', 'Won.')],
};

const conversation = [
  { role: 'user', content: 'A room.' },
  { role: 'assistant', content: ' odd  text\n' },
  { role: 'user', content: 'Observation: A lamp.' },
  { role: 'assistant', content: 'Action: use lamp' },
  { role: 'user', content: 'Observation: It is on.' },
];

test('instruction, acknowledgement, opening, then turns word for word and their observations', () => {
  assert.deepEqual(chatPrompt({ instruction: 'Play.' }).messages(history), [
    { role: 'user', content: 'Play.' },
    { role: 'assistant', content: 'OK.' },
    ...conversation,
  ]);
});

test('a system instruction needs no acknowledgement', () => {
  assert.deepEqual(chatPrompt({ instruction: 'Play.', role: 'system' }).messages(history), [
    { role: 'system', content: 'Play.' },
    ...conversation,
  ]);
});

test('an example stands before the task and ends with its last turn, so that roles take turns', () => {
  const messages = chatPrompt({ instruction: 'Play.', example }).messages(history);
  assert.deepEqual(messages.slice(2, 6), [
    { role: 'user', content: 'Another room.' },
    { role: 'assistant', content: 'Action: look' },
    { role: 'user', content: 'Observation: A bed.' },
    { role: 'assistant', content: 'Action: use bed' },
  ]);
  assert.deepEqual(messages.slice(6), conversation);
  for (const [index, { role }] of messages.entries()) assert.equal(role, index % 2 === 0 ? 'user' : 'assistant');
});

test('a longer history only adds to the messages', () => {
  const prompt = environmentPrompt('household', example);
  const before = prompt.messages({ ...history, steps: history.steps.slice(0, 1) });
  assert.deepEqual(prompt.messages(history).slice(0, before.length), before);
});

test('every environment is told the form of a turn, and our own ones their actions', () => {
  for (const environment of ['household', 'alfworld', 'anything']) {
    assert.match(environmentPrompt(environment).settings.instruction, /Thought: .*\nAction: /);
  }
  assert.match(environmentPrompt('household').settings.instruction, /put \{thing\} in\/on \{place\}/);
  assert.match(environmentPrompt('alfworld').settings.instruction, /move \{thing\} to \{place\}/);
});
