import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseStudy } from '../../../src/engine/study/parseStudy.ts';

const smallest = { name: 'small', variants: [{ name: 'one' }] };

function studyOf(value: object) {
  const parsed = parseStudy(JSON.stringify(value), 'study.json');
  assert.ok('study' in parsed, JSON.stringify(parsed));
  return parsed.study;
}

function problemsOf(text: string): string[] {
  const parsed = parseStudy(text, 'study.json');
  assert.ok('problems' in parsed);
  return parsed.problems.map(({ line, column, field, message }) => `${line}:${column} ${field}: ${message}`);
}

test('what is left out has a default: every iteration of ETO is a row', () => {
  const { variants, seeds, comparisons, title } = studyOf(smallest);
  assert.deepEqual(variants, [
    {
      name: 'one',
      title: 'one',
      settings: {},
      rows: [
        { label: 'one, iteration 1', arm: 'eto', iteration: 1 },
        { label: 'one, iteration 2', arm: 'eto', iteration: 2 },
      ],
    },
  ]);
  assert.deepEqual([seeds, comparisons, title], [[1], [], 'small']);
});

test('the rows that are left out follow the settings of the variant', () => {
  const { variants } = studyOf({
    ...smallest,
    experiment: { iterations: 1 },
    variants: [
      { name: 'a', title: 'A' },
      { name: 'b', title: 'B', settings: { iterations: 0 } },
    ],
  });
  assert.deepEqual(
    variants.map(({ rows }) => rows.map(({ label }) => label)),
    [['A, iteration 1'], ['B']],
  );
});

test('comments, trailing commas and partial settings are read as in contrail.json', () => {
  const parsed = parseStudy(
    '{ "name": "s", /* one */ "variants": [{ "name": "a", "settings": { "train": {} }, }], }',
    'f',
  );
  assert.ok('study' in parsed);
  assert.deepEqual(parsed.study.variants[0]?.settings, { train: {} });
});

const variants = (...rows: object[]) => JSON.stringify({ name: 's', variants: [{ name: 'a', rows }] });

const wrong: Record<string, readonly [text: string, problem: RegExp]> = {
  'a key of contrail.json that is none': [
    '{"name": "s",\n"experiment": { "explore": { "rolouts": 3 } },\n"variants": [{ "name": "a" }] }',
    /^2:30 experiment\.explore\.rolouts: Unknown key\. Did you mean "rollouts"\?$/,
  ],
  'seeds inside of the settings': [
    '{ "name": "s", "variants": [{ "name": "a", "settings": { "seeds": [1] } }] }',
    /variants\[0\]\.settings\.seeds: Unknown key/,
  ],
  'a setting of the wrong kind': [
    '{ "name": "s", "variants": [{ "name": "a", "settings": { "train": { "beta": "strong" } } }] }',
    /variants\[0\]\.settings\.train\.beta: Expected a number ≥ 0 or/,
  ],
  'no variants': ['{ "name": "s" }', /variants: The key is missing/],
  'an empty list of variants': ['{ "name": "s", "variants": [] }', /variants: The list is empty/],
  'a name that is no folder': [
    '{ "name": "../s", "variants": [{ "name": "a" }] }',
    /name: Expected a text of the form/,
  ],
  'two variants in one folder': [
    '{ "name": "s", "variants": [{ "name": "a", "title": "x" },\n{ "name": "A" }] }',
    /^2:11 variants\[1\]\.name: Another variant has this name\.$/,
  ],
  'two rows of one label': [
    variants({ label: 'x' }, { label: 'x', iteration: 1 }),
    /variants\[0\]\.rows\[1\]\.label: Another row is called "x"\.$/,
  ],
  'a row of a baseline that is not run': [
    variants({ label: 'x', arm: 'best-of-n' }),
    /rows\[0\]\.arm: The variant's baselines are \["rft","beta-0"\]; add "best-of-n" there\.$/,
  ],
  'a row beyond the last iteration': [
    variants({ label: 'x', iteration: 3 }),
    /rows\[0\]\.iteration: The variant has 2 iterations; its last row is of iteration 2\.$/,
  ],
  'a comparison with a row that is none': [
    '{ "name": "s", "variants": [{ "name": "one" }],\n"comparisons": [{ "row": "one, iteration 2", "against": "one, iteration 9" }] }',
    /^2:57 comparisons\[0\]\.against: No row is called so\. Did you mean "one, iteration 1"\?$/,
  ],
  'no JSON': ['{', /Not valid JSON here/],
  'an empty file': ['', /The file is empty/],
};

for (const [name, [text, problem]] of Object.entries(wrong)) {
  test(`tells what is wrong and where: ${name}`, () => {
    const problems = problemsOf(text);
    assert.ok(
      problems.some(found => problem.test(found)),
      problems.join('\n'),
    );
  });
}

test('all problems of a file are told at once', () => {
  const text = '{ "nam": "s", "variants": [{ "settings": { "iterations": -1 } }] }';
  assert.equal(problemsOf(text).length, 4);
});
