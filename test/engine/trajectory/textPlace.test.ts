import assert from 'node:assert/strict';
import { test } from 'node:test';
import { repetitions } from '../../../src/engine/analysis/loops.ts';
import { trajectoryText } from '../../../src/engine/trajectory/text.ts';
import { partAt, partOfStep, partsBetween, repeatedLines, stepAt } from '../../../src/engine/trajectory/textPlace.ts';
import { episode } from '../episodes.ts';

const trajectory = episode({ does: 'look look look take' });
const text = trajectoryText(trajectory);
const lines = text.text.split('\n');

test('a line belongs to the last step that began', () => {
  assert.equal(stepAt(text, 0), -1);
  for (const [step, { from, to }] of text.steps.entries())
    for (let line = from; line <= to; line++) assert.equal(stepAt(text, line), step);
  assert.equal(stepAt({ steps: [] }, 5), -1);
});

test('a line is found in its part, a blank line in none', () => {
  for (const [line, words] of lines.entries()) {
    const part = partAt(text, line);
    assert.equal(part === undefined, words === '', `line ${line}`);
    if (part) assert.ok(part.from <= line && line < part.to);
  }
});

test('the parts between two lines are those that a search through all finds', () => {
  for (let from = 0; from < lines.length; from++)
    for (let to = from + 1; to <= lines.length; to++)
      assert.deepEqual(
        partsBetween(text, { from, to }),
        text.parts.filter(part => part.from < to && part.to > from),
      );
});

test('a part of a step is found by its name', () => {
  const { from } = partOfStep(text, 3, 'action')!;
  assert.equal(lines[from], 'Action: take');
  assert.equal(partOfStep(text, 3, 'note'), undefined);
  assert.equal(partOfStep(text, 9, 'action'), undefined);
});

test('what repeats folds to the blank line after its first time', () => {
  const [repetition] = repetitions(trajectory.steps);
  const { from, to } = repeatedLines(text, repetition!);
  assert.equal(lines[from], '');
  assert.equal(from, text.steps[0]!.to);
  assert.equal(to, text.steps[2]!.to);
});
