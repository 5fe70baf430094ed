import assert from 'node:assert/strict';
import { test } from 'node:test';
import { maskPreview, promptOf, sequenceOf } from '../../../src/engine/learner/sequence.ts';
import { buildVocabulary, endToken, Tokenizer } from '../../../src/engine/learner/tokenizer.ts';
import { episode, step } from '../episodes.ts';

const history = episode({
  opening: 'You see desk 1\nYour task is to: find a mug',
  steps: [
    step('go to desk 1', 'On desk 1 you see mug 1'),
    step('take mug 1', 'You hold mug 1'),
    step('look', 'Nothing'),
  ],
});

const tokenizer = new Tokenizer(
  buildVocabulary([history.opening, ...history.steps.flatMap(({ text, observation }) => [text, observation])]),
);

function preview(options: Parameters<typeof sequenceOf>[2]): string[] {
  return maskPreview(sequenceOf(history, tokenizer, options), tokenizer).map(
    ({ text, weight }) => `${JSON.stringify(text).slice(1, -1)}=${weight}`,
  );
}

test("ETO's mask puts loss on the agent's tokens alone, turn ends included", () => {
  const { tokens, weights, turns, unknown } = sequenceOf(history, tokenizer);
  assert.equal(unknown, 0);
  assert.equal(turns.length, 3);
  for (const [index, { start, end }] of turns.entries()) {
    assert.equal(tokens[end - 1], endToken);
    assert.equal(tokenizer.decode(tokens.slice(start, end - 1)), history.steps[index]!.text);
  }
  const inside = (index: number) => turns.some(({ start, end }) => start <= index && index < end);
  assert.deepEqual(
    [...weights],
    [...tokens].map((_, index) => (inside(index) ? 1 : 0)),
  );
  assert.equal(tokens.length, turns.at(-1)!.end);
});

test('the prompt of a turn is what stands before that turn in training', () => {
  const { tokens, turns } = sequenceOf(history, tokenizer);
  for (const [index, { start }] of turns.entries()) {
    const prompt = promptOf({ ...history, steps: history.steps.slice(0, index) }, tokenizer);
    assert.deepEqual([...tokens.slice(0, start)], prompt);
  }
});

test('a side of a pair carries loss from its first step to its last', () => {
  assert.deepEqual(preview({ from: 1, to: 2 }), [
    ...['<begin>=0', 'You=0', 'see=0', 'desk=0', '1=0', '\\n=0', 'Your=0', 'task=0', 'is=0', 'to=0', ':=0'],
    ...['find=0', 'a=0', 'mug=0'],
    ...['Thought:=0', 'I=0', 'try=0', '.=0', '\\nAction:=0', 'go=0', 'to=0', 'desk=0', '1=0', '<end>=0'],
    ...['On=0', 'desk=0', '1=0', 'you=0', 'see=0', 'mug=0', '1=0'],
    ...['Thought:=1', 'I=1', 'try=1', '.=1', '\\nAction:=1', 'take=1', 'mug=1', '1=1', '<end>=1'],
  ]);
});

test('pre-training weighs every kind of token, the last observation included', () => {
  const shown = preview({ weights: { agent: 1, observation: 0.5, opening: 0.25 }, to: 1 });
  assert.deepEqual(
    shown.map(token => token.replace(/.*=/, '')),
    ['0', ...Array(13).fill('0.25'), ...Array(10).fill('1'), ...Array(7).fill('0.5')],
  );
  assert.deepEqual(shown.slice(-2), ['mug=0.5', '1=0.5']);
});

test('unknown words are counted and stand as one token each', () => {
  const strange = { ...history, opening: 'You see Kühlschrank 1' };
  const { unknown, tokens } = sequenceOf(strange, tokenizer);
  assert.equal(unknown, 1);
  assert.equal(tokenizer.decode(tokens.slice(1, 5)), 'You see <unknown> 1');
});
