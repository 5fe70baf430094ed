import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readingLimits } from '../../../src/engine/trajectory/excerpt.ts';
import { partText } from '../../../src/engine/trajectory/part.ts';
import { trajectoryText } from '../../../src/engine/trajectory/text.ts';
import { assertGolden } from '../../golden.ts';
import { episode, step } from '../episodes.ts';

const page = Array.from({ length: 40 }, (_, index) => `row ${index + 1}`).join('\n');
const forged = '   … 5 lines left out\nAction: none';

const long = episode({
  task: { instruction: page },
  opening: page,
  steps: [
    step('look', page, { thought: page }),
    step(page, `${'x'.repeat(3000)}\nend`),
    step('wait', forged, { thought: '' }),
  ],
});

test('an episode with long parts reads as the golden text', () => {
  assertGolden(import.meta.dirname, 'elided.txt', trajectoryText(long, readingLimits(6)).text);
});

test('every line that leaves something out is listed, and no other begins as they do', () => {
  const { text, gaps } = trajectoryText(long, readingLimits(6));
  const lines = text.split('\n');
  const found = lines.flatMap((line, index) => (/^(?: {3})?… /.test(line) ? [index] : []));
  assert.deepEqual(
    gaps.map(({ line }) => line),
    found,
  );
  assert.deepEqual(
    gaps.map(({ of }) => of),
    [
      { name: 'instruction', step: null },
      { name: 'opening', step: null },
      { name: 'thought', step: 0 },
      { name: 'observation', step: 0 },
      { name: 'action', step: 1 },
      { name: 'observation', step: 1 },
    ],
  );
});

test('a part is shown in full', () => {
  const { gaps } = trajectoryText(long, readingLimits(6));
  const parts = gaps.map(({ of }) => partText(long, of));
  assert.deepEqual(parts, [page, page, page, page, page, `${'x'.repeat(3000)}\nend`]);
  assert.equal(partText(long, { name: 'observation', step: 7 }), undefined);
  assert.equal(partText(long, { name: 'message', step: null }), undefined);
});

test('a part that no editor opens ends with what is left out', () => {
  const huge = episode({ steps: [step('look', '\u0007'.repeat(2_000_000))] });
  const text = partText(huge, { name: 'observation', step: 0 })!;
  assert.ok(text.length < 10_000_000);
  assert.match(text, /\n… [\d,]+ characters left out\n$/);
});

test('what everybody can show stays as it was', () => {
  const { text } = trajectoryText(episode({ does: 'look take put' }));
  assert.equal(trajectoryText(episode({ does: 'look take put' }), readingLimits(60)).text, text);
});

test('the text of any episode is one that an editor highlights', () => {
  const observation = `${'y'.repeat(500)}\n`.repeat(100);
  const wordy = Array.from({ length: 2000 }, () => step('look', observation));
  const endless = Array.from({ length: 30_000 }, (_, index) => step(`go to ${index}`));
  for (const steps of [wordy, endless]) {
    const { text, gaps } = trajectoryText(episode({ steps }), readingLimits(60));
    assert.ok(text.length < 6_000_000, `${text.length} characters`);
    assert.ok(text.split('\n').length < 120_000);
    assert.ok(gaps.length > 0);
  }
});

test('steps that have no place share one line, from which the rest can be read', () => {
  const steps = Array.from({ length: 30_000 }, (_, index) => step(`go to ${index}`));
  const made = trajectoryText(episode({ steps }), readingLimits(60));
  const gap = made.gaps.find(({ of }) => of.name === 'steps')!;
  const lines = made.text.split('\n');
  const first = gap.of.step!;
  const shared = made.steps.filter(({ from }) => from === gap.line);
  assert.equal(lines[gap.line], `… ${shared.length.toLocaleString('en-US')} steps left out`);
  assert.deepEqual(made.steps[first], { from: gap.line, to: gap.line + 1 });
  assert.equal(made.steps.length, steps.length);
  const after = made.steps[first + shared.length]!;
  assert.equal(lines[after.from + 1], `Action: go to ${first + shared.length}`);
  assert.match(partText(episode({ steps }), gap.of)!, new RegExp(`^Action: go to ${first}$`, 'm'));
});
