import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { alignSteps } from '../../../src/engine/analysis/alignment.ts';
import { alignedText } from '../../../src/engine/trajectory/alignedText.ts';
import { trajectoryText } from '../../../src/engine/trajectory/text.ts';
import type { Trajectory } from '../../../src/engine/trajectory/trajectory.ts';
import { episode } from '../episodes.ts';

/** Both sides of two compared episodes. */
function sides(left: Trajectory, right: Trajectory) {
  const { rows } = alignSteps(left.steps, right.steps);
  return {
    rows,
    left: alignedText(trajectoryText(left), rows, 'left'),
    right: alignedText(trajectoryText(right), rows, 'right'),
  };
}

const isHeading = (line: string) => line.startsWith('────');

test('rows stand below their headings on both sides, gaps too', () => {
  const { left, right } = sides(episode({ does: 'look open take' }), episode({ does: 'look take' }));
  const below = (text: string) => text.split('\n').slice(text.split('\n').findIndex(isHeading));
  assert.deepEqual(below(left.text).slice(0, 10), [
    '──── 1 ↔ 1 ────',
    'Thought: I try.',
    'Action: look',
    '  Observation: You do: look.',
    '',
    '──── 2 ↔ – ────',
    'Thought: I try.',
    'Action: open',
    '  Observation: You do: open.',
    '',
  ]);
  assert.deepEqual(below(right.text).slice(3, 8), [
    '  Observation: You do: look.',
    '',
    '──── 2 ↔ – ────',
    '',
    '──── 3 ↔ 2 ────',
  ]);
});

test('task and opening stand above the first row, also where that is a gap', () => {
  const { left, right } = sides(episode({ does: 'wait look' }), episode({ does: 'look' }));
  for (const { text } of [left, right]) assert.deepEqual(text.split('\n').findIndex(isHeading), 5);
  assert.match(right.text, /^Task: .*\n {2}Id: .*\n\nOpening: .*\n\n──── 1 ↔ – ────\n\n──── 2 ↔ 1 ────\n/);
});

const episodes = fc
  .array(fc.constantFrom('look', 'go-north', 'go-south', '!x', 'take'), { maxLength: 8 })
  .map(actions => episode({ does: actions.join(' ') }));

test('both sides have the same headings in the same order, each once', () => {
  fc.assert(
    fc.property(episodes, episodes, (one, other) => {
      const { left, right, rows } = sides(one, other);
      const headings = left.text.split('\n').filter(isHeading);
      assert.deepEqual(right.text.split('\n').filter(isHeading), headings);
      assert.equal(new Set(headings).size, rows.length);
    }),
  );
});

test('without its headings the text is the episode’s own, and positions name the same lines', () => {
  fc.assert(
    fc.property(episodes, episodes, (one, other) => {
      const plain = trajectoryText(one);
      const { left } = sides(one, other);
      const at = (text: string, { from, to }: { from: number; to: number }) => text.split('\n').slice(from, to);
      for (const [index, part] of plain.parts.entries())
        assert.deepEqual(at(left.text, left.parts[index]!), at(plain.text, part));
      for (const [index, step] of plain.steps.entries())
        assert.deepEqual(at(left.text, left.steps[index]!), at(plain.text, step));
      const kept = left.text.split('\n').filter(line => line !== '' && !isHeading(line));
      assert.deepEqual(
        kept,
        plain.text.split('\n').filter(line => line !== ''),
      );
      assert.ok(left.text.endsWith('\n'));
    }),
  );
});
