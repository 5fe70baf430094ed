import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { type Alignment, alignSteps } from '../../../src/engine/analysis/alignment.ts';
import { step } from '../episodes.ts';

/** Steps as `action>observation`, with a comma between; `action` alone gets the answer that says so. */
const steps = (text: string) =>
  text.split(',').map(part => {
    const [action, observation] = part.trim().split('>');
    return step(action!, observation);
  });

/** Rows as `left relation right`, absent steps as `-`. */
const drawn = ({ rows }: Alignment) =>
  rows.map(({ left, right, relation }) => `${left ?? '-'} ${relation} ${right ?? '-'}`);

const align = (left: string, right: string) => alignSteps(steps(left), steps(right));

test('equal episodes are aligned step by step', () => {
  assert.deepEqual(align('look, go', 'look, go'), {
    rows: [
      { left: 0, right: 0, relation: 'same' },
      { left: 1, right: 1, relation: 'same' },
    ],
    divergence: null,
  });
});

test('a step that one side lacks leaves a gap, and what follows is found again', () => {
  const alignment = align('look, open the fridge, take the mug', 'look, take the mug');
  assert.deepEqual(drawn(alignment), ['0 same 0', '1 left-only -', '2 same 1']);
  assert.equal(alignment.divergence, 1);
});

test('the same action with another answer belongs together, and is where they part', () => {
  const alignment = align('look>dark, take the mug', 'look>bright, take the mug');
  assert.deepEqual(drawn(alignment), ['0 same-action 0', '1 same 1']);
  assert.equal(alignment.divergence, 0);
});

test('actions come before observations', () => {
  const alignment = align('take the mug>Nothing happens.', 'go to the sink>Nothing happens., take the mug>Taken.');
  assert.deepEqual(drawn(alignment), ['- right-only 0', '0 same-action 1']);
});

test('similar actions belong together, unlike ones do not', () => {
  assert.deepEqual(drawn(align('go to cabinet 1>a', 'go to cabinet 2>b')), ['0 changed 0']);
  assert.deepEqual(drawn(align('go to cabinet 1>a', 'examine>b')), ['0 left-only -', '- right-only 0']);
});

test('of two similar actions the one with the same answer is taken', () => {
  assert.deepEqual(drawn(align('go to cabinet 1>shut', 'go to cabinet 2>open, go to cabinet 3>shut')), [
    '- right-only 0',
    '0 changed 1',
  ]);
});

test('of equally cheap alignments the earlier one is taken', () => {
  assert.deepEqual(drawn(align('look', 'look, look, look')), ['0 same 0', '- right-only 1', '- right-only 2']);
  assert.deepEqual(drawn(align('go to cabinet 1>a', 'go to cabinet 2>b, go to cabinet 3>c')), [
    '0 changed 0',
    '- right-only 1',
  ]);
});

test('an empty side gives nothing but gaps', () => {
  assert.deepEqual(drawn(alignSteps([], steps('look, go'))), ['- right-only 0', '- right-only 1']);
  assert.deepEqual(alignSteps([], []), { rows: [], divergence: null });
});

const someSteps = fc
  .array(fc.tuple(fc.constantFrom('look', 'go to sink 1', 'go to sink 2', 'take mug', ''), fc.constantFrom('a', 'b')), {
    maxLength: 12,
  })
  .map(acts => acts.map(([action, observation]) => step(action, observation)));

test('every step stands in exactly one row, in order', () => {
  fc.assert(
    fc.property(someSteps, someSteps, (left, right) => {
      const { rows } = alignSteps(left, right);
      assert.deepEqual(
        rows.flatMap(row => row.left ?? []),
        left.map((_, index) => index),
      );
      assert.deepEqual(
        rows.flatMap(row => row.right ?? []),
        right.map((_, index) => index),
      );
    }),
  );
});

test('relations say what they mean, and the divergence is the first that is not the same', () => {
  fc.assert(
    fc.property(someSteps, someSteps, (left, right) => {
      const { rows, divergence } = alignSteps(left, right);
      for (const row of rows) {
        const [one, other] = [left[row.left ?? -1], right[row.right ?? -1]];
        assert.equal(one?.action === other?.action, row.relation === 'same' || row.relation === 'same-action');
        if (row.relation === 'same') assert.equal(one?.observation, other?.observation);
      }
      assert.equal(
        divergence ?? -1,
        rows.findIndex(({ relation }) => relation !== 'same'),
      );
    }),
  );
});

test('swapping the sides pairs the same steps', () => {
  const pairs = ({ rows }: Alignment) => rows.filter(row => row.left !== undefined && row.right !== undefined);
  fc.assert(
    fc.property(someSteps, someSteps, (left, right) => {
      const mirrored = pairs(alignSteps(right, left)).map(row => ({ ...row, left: row.right, right: row.left }));
      assert.deepEqual(pairs(alignSteps(left, right)), mirrored);
    }),
  );
});

test('an episode is aligned with itself without a divergence', () => {
  fc.assert(fc.property(someSteps, some => assert.equal(alignSteps(some, some).divergence, null)));
});

test('what both begin with stays together', () => {
  fc.assert(
    fc.property(someSteps, someSteps, someSteps, (head, left, right) => {
      const { divergence, rows } = alignSteps([...head, ...left], [...head, ...right]);
      assert.ok((divergence ?? rows.length) >= head.length);
    }),
  );
});

test('episodes of 5,000 steps are aligned, with a stretch that only one side has', () => {
  const all = Array.from({ length: 5000 }, (_, index) => step(`visit room ${(index * 7919) % 211}`, `${index}`));
  const { rows, divergence } = alignSteps(all.slice(0, 4900), [...all.slice(0, 100), ...all.slice(200)]);
  const count = (relation: string) => rows.filter(row => row.relation === relation).length;
  assert.equal(divergence, 100);
  assert.equal(count('same'), 4800);
});
