import assert from 'node:assert/strict';
import { test } from 'node:test';
import { taskObjects } from '../../../src/engine/analysis/taskWords.ts';

const found = (instruction: string, text: string) =>
  [...text.matchAll(taskObjects(instruction)!)].map(([words]) => words);

test('what the task names is found with its number, in singular and plural', () => {
  assert.deepEqual(found('put two mugs in the microwave.', 'take mug 2 from shelf 1; Microwave 1, mugs, mugshot'), [
    'mug 2',
    'Microwave 1',
    'mugs',
  ]);
});

test('verbs and function words name nothing', () => {
  assert.equal(taskObjects('put it in there, then look at the other one'), undefined);
  assert.equal(taskObjects(''), undefined);
});

test('an instruction of any characters makes an expression that finds its words', () => {
  assert.deepEqual(found('купи чашку (.*) [a-z]+', 'вот чашку 3'), ['чашку 3']);
});

test('of a long instruction the first words are enough', () => {
  const many = Array.from({ length: 5000 }, (_, index) => `thing${index}`).join(' ');
  assert.equal(taskObjects(many)!.source.split('|').length, 40);
});
