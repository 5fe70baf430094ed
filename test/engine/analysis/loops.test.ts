import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { repetitions, revisitingLoops } from '../../../src/engine/analysis/loops.ts';
import { step } from '../episodes.ts';

/** Steps of one-letter actions, each always answered the same. */
const played = (actions: string) => [...actions].map(action => step(action));

const blocks: [string, ReturnType<typeof repetitions>][] = [
  ['', []],
  ['abc', []],
  ['aa', [{ from: 0, period: 1, times: 2 }]],
  ['xaaaa', [{ from: 1, period: 1, times: 4 }]],
  ['ababab', [{ from: 0, period: 2, times: 3 }]],
  ['xababa', [{ from: 1, period: 2, times: 2 }]],
  ['aabaab', [{ from: 0, period: 3, times: 2 }]],
  [
    'aabcbc',
    [
      { from: 0, period: 1, times: 2 },
      { from: 2, period: 2, times: 2 },
    ],
  ],
];
for (const [actions, expected] of blocks) {
  test(`repetitions in "${actions}"`, () => assert.deepEqual(repetitions(played(actions)), expected));
}

const loops: [string, ReturnType<typeof revisitingLoops>][] = [
  ['', []],
  ['abc', []],
  ['abac', []],
  ['abcab', []],
  ['abcbac', [{ from: 3, to: 6 }]],
  ['abababx', [{ from: 2, to: 6 }]],
  ['aaax', []],
  ['aaaa', [{ from: 1, to: 4 }]],
];
for (const [actions, expected] of loops) {
  test(`revisiting loops in "${actions}"`, () => assert.deepEqual(revisitingLoops(played(actions)), expected));
}

test('a known action with a new answer is no repetition and ends a loop', () => {
  const steps = [step('next', 'page 1'), step('next', 'page 2'), step('next', 'page 3'), step('next', 'page 4')];
  assert.deepEqual(repetitions(steps), []);
  assert.deepEqual(revisitingLoops(steps), []);
});

test('repetitions do not overlap and repeat what they say', () => {
  fc.assert(
    fc.property(fc.string({ unit: fc.constantFrom('a', 'b', 'c'), maxLength: 60 }), actions => {
      let end = 0;
      for (const { from, period, times } of repetitions(played(actions))) {
        assert.ok(from >= end && times >= 2);
        end = from + period * times;
        assert.equal(actions.slice(from, end), actions.slice(from, from + period).repeat(times));
      }
    }),
  );
});
