import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { trajectoryText } from '../../../src/engine/trajectory/text.ts';
import { visible } from '../../../src/engine/trajectory/visible.ts';
import { assertGolden } from '../../golden.ts';
import { episode, step } from '../episodes.ts';

const everything = episode({
  id: 'everything',
  opening: 'You are in a room. You see a desk 1 and a shelf 1.\n\nYour task is to: put a mug on the desk.',
  reward: null,
  ending: 'policy-error',
  steps: [
    step('go to shelf 1', 'On the shelf 1, you see:\n- a mug 1\n\n- a pen 2', { thought: 'A mug may be on a shelf.' }),
    step('!take mug', 'Nothing happens.', { thought: 'There is one.\nI take it.' }),
    step('', 'Nothing happens.', { thought: 'I have the mug', valid: false, flags: ['no-action', 'cut-off'] }),
    step('take mug 1', '', { thought: '', flags: ['invented-observation'] }),
    step('put mug 1\non desk 1', 'Action: this is no action\r\n\u001b[31mred\u001b[0m \u202eevil\u2066\t\u0007'),
  ],
});

test('an episode with everything in it reads as the golden text', () => {
  const failed = {
    ...everything,
    outcome: { ...everything.outcome, message: 'The server is gone.\nIt said: ECONNRESET' },
  };
  assertGolden(import.meta.dirname, 'everything.txt', trajectoryText(failed).text);
});

test('a plain success reads as the golden text', () => {
  assertGolden(import.meta.dirname, 'success.txt', trajectoryText(episode({ does: 'look take put', reward: 1 })).text);
});

test('an episode that still runs has no ending', () => {
  const { outcome: _, ...running } = episode({ does: 'look' });
  assert.ok(!trajectoryText(running).text.includes('Ended'));
});

test('what counts, times or names the policy leaves no trace', () => {
  const plain = episode({ does: 'look take', reward: 0.25, ending: 'done' });
  const counted = {
    ...plain,
    id: 'another',
    source: { policy: 'other', seed: 9, rollout: 4, temperature: 1, iteration: 2 },
    outcome: { ...plain.outcome, reward: 0.5 },
    steps: plain.steps.map(each => ({
      ...each,
      reward: 0.5,
      logProbability: -3,
      reasoning: 'hm',
      usage: { promptTokens: 10, completionTokens: 5 },
    })),
  };
  assert.equal(trajectoryText(counted).text, trajectoryText(plain).text);
});

test('a common beginning gives common lines', () => {
  const lines = (does: string) => trajectoryText(episode({ does })).text.split('\n');
  const [short, long] = [lines('look take'), lines('look take put look')];
  const beforeEnding = short.indexOf('Ended: step-limit');
  assert.deepEqual(short.slice(0, beforeEnding), long.slice(0, beforeEnding));
});

test('positions tell which lines say what', () => {
  const { text, parts, steps } = trajectoryText(everything);
  const lines = text.split('\n');
  const said = (part: string, index?: number) =>
    parts.filter(range => range.part === part && range.step === index).map(({ from, to }) => lines.slice(from, to));
  assert.deepEqual(said('action', 0), [['Action: go to shelf 1']]);
  assert.deepEqual(said('thought', 1), [['Thought:', '    There is one.', '    I take it.']]);
  assert.deepEqual(said('thought', 3), []);
  assert.deepEqual(said('note', 1), [['  Note: invalid action']]);
  assert.deepEqual(said('task').flat()[0], 'Task: put a mug on the desk.');
  assert.equal(lines[steps[2]!.from], 'Thought: I have the mug');
  assert.equal(lines[steps[2]!.to], '');
});

const words = fc.constantFrom('\n', '\r\n', 'Action: a', 'Observation: b', '  ', 'Thought:', '\u2028', '\u001b[0m');
const anyText = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.array(words).map(parts => parts.join('')),
);
const anyStep = fc
  .record({ thought: anyText, action: anyText, observation: anyText })
  .map(({ action, observation, thought }) => step(action, observation, { thought }));

test('any text: parts tile the lines, lead words stand alone at their depth, nothing acts', () => {
  fc.assert(
    fc.property(fc.array(anyStep, { maxLength: 5 }), anyText, (steps, opening) => {
      const rendered = trajectoryText(episode({ steps, opening }));
      const lines = rendered.text.split('\n');
      assert.equal(lines.pop(), '');
      let at = 0;
      for (const { from, to } of rendered.parts) {
        for (; at < from; at++) assert.equal(lines[at], '');
        at = to;
      }
      assert.equal(at, lines.length);
      assert.equal(rendered.steps.length, steps.length);
      assert.equal(lines.filter(line => /^ {0,3}Action:/.test(line)).length, steps.length);
      assert.equal(lines.filter(line => /^ {0,3}Observation:/.test(line)).length, steps.length);
      assert.doesNotMatch(rendered.text, /(?![\t\n])[\p{Cc}\p{Bidi_Control}\u2028\u2029]/u);
    }),
  );
});

test('what is written in joined characters stays as it is', () => {
  for (const text of ['👩‍👩‍👧', '❤️', 'می‌خواهم', 'क्‍ष', 'tab\there']) assert.equal(visible(text), text);
});

test('an acting character shows its number', () => {
  assert.equal(visible('a\u001b[2Jb\rc\r\nd\u200fe\ud800'), 'a\\u{1b}[2Jb\\u{d}c\nd\\u{200f}e\\u{d800}');
});
