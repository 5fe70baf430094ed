import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { readAnswer } from '../../../src/engine/policies/openaiAnswer.ts';

/** What is read from an answer with this message, finish reason and more. */
function turnOf(message: object, finish = 'stop', more: { usage?: unknown; logprobs?: unknown } = {}) {
  const { usage, logprobs } = more;
  const answer = readAnswer(JSON.stringify({ choices: [{ message, finish_reason: finish, logprobs }], usage }));
  assert.ok('turn' in answer, JSON.stringify(answer));
  return answer.turn;
}

test('thought, action, text and usage', () => {
  const usage = { prompt_tokens: 90, completion_tokens: 9, prompt_tokens_details: { cached_tokens: 80 } };
  assert.deepEqual(turnOf({ content: 'Thought: The lamp.\nAction: use lamp 1' }, 'stop', { usage }), {
    thought: 'The lamp.',
    action: 'use lamp 1',
    text: 'Thought: The lamp.\nAction: use lamp 1',
    usage: { promptTokens: 90, completionTokens: 9, cachedTokens: 80 },
    flags: [],
  });
});

test('what follows an invented observation is cut away, as the stop string would, and flagged', () => {
  const turn = turnOf({ content: 'Action: look\nObservation: You see a cat.\nAction: take cat' });
  assert.deepEqual(turn, { thought: '', action: 'look', text: 'Action: look', flags: ['invented-observation'] });
});

test('an answer that is all observation leaves no action', () => {
  const turn = turnOf({ content: 'Observation: You win.' });
  assert.deepEqual(turn, { thought: '', action: '', text: '', flags: ['no-action', 'invented-observation'] });
});

test('the token budget is flagged', () => {
  const turn = turnOf({ content: 'Thought: I wonder' }, 'length');
  assert.deepEqual(turn, {
    thought: 'I wonder',
    action: '',
    text: 'Thought: I wonder',
    flags: ['no-action', 'cut-off'],
  });
});

for (const [name, message] of Object.entries({
  reasoning: { reasoning: 'Hm.', content: 'Action: look' },
  reasoning_content: { reasoning_content: 'Hm.', content: 'Action: look' },
  'think tags': { content: '<think>\nHm.\n</think>\n\nAction: look' },
  'a closing tag alone, the opening one being in the template': { content: 'Hm.\n</think>\nAction: look' },
  'reasoning that imagines observations': { reasoning: 'Hm.', content: 'Action: look\nObservation: x' },
})) {
  test(`reasoning is kept apart: ${name}`, () => {
    const turn = turnOf(message);
    assert.ok('text' in turn);
    assert.equal(turn.text, 'Action: look');
    assert.equal(turn.reasoning, 'Hm.');
  });
}

test('reasoning that was cut off leaves no text', () => {
  const turn = turnOf({ content: '<think>On and on' }, 'length');
  const expected = { thought: '', action: '', text: '', reasoning: 'On and on', flags: ['no-action', 'cut-off'] };
  assert.deepEqual(turn, expected);
});

test('refusals', () => {
  assert.deepEqual(turnOf({ content: null, refusal: 'I will not.' }), {
    halted: 'refusal',
    message: 'The model refused: I will not.',
  });
  assert.equal('halted' in turnOf({ content: 'Action: lo' }, 'content_filter'), true);
});

test('content in parts, or none', () => {
  const parts = [{ type: 'text', text: 'Action: ' }, { type: 'image_url' }, { type: 'text', text: 'look' }];
  assert.equal((turnOf({ content: parts }) as { text: string }).text, 'Action: look');
  assert.deepEqual((turnOf({ content: null }) as { flags: unknown }).flags, ['no-action']);
});

test('log-probabilities are summed over the tokens of the text', () => {
  const content = ['Action:', ' look', '\nObs', 'ervation'].map((token, index) => ({ token, logprob: -1 - index }));
  const logprobs = { content };
  assert.equal(
    (turnOf({ content: 'Action: look' }, 'stop', { logprobs }) as { logProbability: number }).logProbability,
    -3,
  );
  const reasoned = turnOf({ content: '<think>x</think>Action: look' }, 'stop', {
    logprobs: { content: [{ token: '<think>', logprob: -1 }] },
  });
  assert.equal('logProbability' in reasoned, false);
  assert.equal(
    'logProbability' in turnOf({ content: 'Action: look' }, 'stop', { logprobs: { content: [{ token: 3 }] } }),
    false,
  );
});

test('usage that makes no sense is left out', () => {
  for (const usage of [
    null,
    {},
    { prompt_tokens: -1, completion_tokens: 2 },
    { prompt_tokens: '5', completion_tokens: 2 },
  ]) {
    assert.equal('usage' in turnOf({ content: 'Action: look' }, 'stop', { usage }), false);
  }
});

test('servers that lie are told from servers that fail', () => {
  for (const body of [
    '',
    '<html><body>Hello</body></html>',
    '{"choices":[]}',
    '{"choices":[{"message":{"content":5}}]}',
    '[]',
    'null',
    '{"choices":"x"}',
    '{"choices":[{"mess',
  ]) {
    assert.ok('malformed' in readAnswer(body), body);
  }
  assert.deepEqual(readAnswer('{"error":{"code":502,"message":"Provider returned error"}}'), {
    error: { code: 502, message: 'Provider returned error' },
  });
});

test('no body makes it throw', () => {
  const shaped = fc.record({
    choices: fc.array(fc.record({ message: fc.jsonValue(), finish_reason: fc.jsonValue(), logprobs: fc.jsonValue() })),
    usage: fc.jsonValue(),
  });
  const messages = fc.record({ content: fc.jsonValue(), refusal: fc.jsonValue(), reasoning: fc.jsonValue() });
  const answers = messages.map(message => ({ choices: [{ message }] }));
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string(),
        fc.json(),
        shaped.map(value => JSON.stringify(value)),
        answers.map(value => JSON.stringify(value)),
      ),
      body => {
        readAnswer(body);
      },
    ),
  );
});
