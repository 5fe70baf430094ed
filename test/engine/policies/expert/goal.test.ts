import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseGoal } from '../../../../src/engine/policies/expert/goal.ts';

const sentences: readonly (readonly [string, ReturnType<typeof parseGoal>])[] = [
  ['put a watch in coffeetable.', { family: 'deliver', object: 'watch', target: 'coffeetable', count: 1 }],
  ['put some watch on coffeetable.', { family: 'deliver', object: 'watch', target: 'coffeetable', count: 1 }],
  [
    'put a clean spoon in drawer.',
    { family: 'deliver', object: 'spoon', target: 'drawer', count: 1, treatment: 'clean' },
  ],
  [
    'clean some spoon and put it in drawer.',
    { family: 'deliver', object: 'spoon', target: 'drawer', count: 1, treatment: 'clean' },
  ],
  ['put a hot mug in cabinet.', { family: 'deliver', object: 'mug', target: 'cabinet', count: 1, treatment: 'heat' }],
  [
    'heat some mug and put it in cabinet.',
    { family: 'deliver', object: 'mug', target: 'cabinet', count: 1, treatment: 'heat' },
  ],
  [
    'put a cool pan in sinkbasin.',
    { family: 'deliver', object: 'pan', target: 'sinkbasin', count: 1, treatment: 'cool' },
  ],
  [
    'cool some pan and put it in sinkbasin.',
    { family: 'deliver', object: 'pan', target: 'sinkbasin', count: 1, treatment: 'cool' },
  ],
  ['put two candle in drawer.', { family: 'deliver', object: 'candle', target: 'drawer', count: 2 }],
  ['find two candle and put them in drawer.', { family: 'deliver', object: 'candle', target: 'drawer', count: 2 }],
  ['look at book under the desklamp.', { family: 'examine', object: 'book', target: 'desklamp', count: 1 }],
  ['examine the book with the floorlamp.', { family: 'examine', object: 'book', target: 'floorlamp', count: 1 }],
  ['examine mug with lamp', { family: 'examine', object: 'mug', target: 'lamp', count: 1 }],
  ['put hot apple in cabinet', { family: 'deliver', object: 'apple', target: 'cabinet', count: 1, treatment: 'heat' }],
  ['put two cd in bed', { family: 'deliver', object: 'cd', target: 'bed', count: 2 }],
];

test("ALFWorld's templates and our own are understood, alone and in an opening", () => {
  for (const [sentence, goal] of sentences) {
    assert.deepEqual(parseGoal(sentence), goal, sentence);
    assert.deepEqual(parseGoal(`You see bed 1, and desk 1.\n\nYour task is to: ${sentence}`), goal, sentence);
  }
});

test('other sentences are not', () => {
  for (const sentence of ['', 'boil water', 'put it away', 'put two']) assert.equal(parseGoal(sentence), undefined);
});
