import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseQuery } from '../../../src/engine/query/parse.ts';
import { queryText } from '../../../src/engine/query/query.ts';

/** Per filter: the part that its first problem marks, what the problem says, what would stand there instead. */
const table: readonly (readonly [filter: string, marked: string, message: RegExp, replacement?: string])[] = [
  ['rewrad < 1', 'rewrad', /no field "rewrad". Did you mean reward\?/, 'reward'],
  ['loops and xyzzy = 3', 'xyzzy', /^There is no field "xyzzy"\.$/],
  ['"reward" < 1', '"reward"', /field, without quotes/],
  ['reward < high', 'high', /reward is a number: write one, such as 1, or none\.$/],
  ['steps = none', 'none', /steps is a number: write one, such as 20\.$/],
  ['reward < none', '<', /Nothing is < none: use = or !=/],
  ['reward <', '<', /value is missing after <, as in reward < 1/],
  ['reward < and loops', '<', /value is missing/],
  ['reward ~ 1', '~', /reward is a number: compare it with <, <=, >, >=, = or !=/],
  ['task < mug', '<', /task has no order: compare it with ~, !~, = or !=/],
  ['split = trian', 'trian', /"trian" is no split. Did you mean train\?/, 'train'],
  ['split = elsewhere', 'elsewhere', /no split: write train, val, seen or unseen/],
  ['ending in (timeout, sucess)', 'sucess', /no ending. Did you mean success\?/, 'success'],
  ['problem = invald', 'invald', /no problem. Did you mean invalid\?/, 'invalid'],
  ['success = 1', '= 1', /success is true or false: write success, or not success/],
  ['success in (true)', 'in', /success is true or false/],
  ['reward', 'reward', /Compare reward with something, as in reward < 1; to search for the word, write "reward"/],
  ['mug and', 'and', /condition is missing here/],
  ['and mug', 'and', /condition is missing here/],
  ['mug or or desk', 'or', /condition is missing here/],
  ['not', 'not', /condition is missing here/],
  ['()', ')', /condition is missing here/],
  ['(loops', '(', /not closed: add \)/],
  ['loops)', ')', /closes nothing/],
  ['task ~ "mug', '"mug', /not closed: add a quote/],
  ['< 3', '<', /cannot begin with <: write a field before it/],
  [', loops', ',', /cannot begin with ,: delete it/],
  ['split in seen', 'in', /comes a list in parentheses, as in split in \(train\)/],
  ['split in ()', 'in ()', /list is empty/],
  ['split in (seen unseen)', 'unseen', /between its values stand commas/],
  ['split in (seen', 'in', /list is not closed/],
  ['in (1)', 'in', /"in" needs a field before it/],
  ['none', 'none', /"none" needs a field before it, as in reward = none/],
  [`${'('.repeat(5000)}loops`, '(', /nested too deeply/],
];

for (const [filter, marked, message, replacement] of table)
  test(`what is wrong with ${JSON.stringify(filter.slice(0, 60))}`, () => {
    const [first] = parseQuery(filter).problems;
    assert.ok(first);
    assert.equal(filter.slice(first.from, first.to), marked);
    assert.match(first.message, message);
    assert.equal(first.replacement, replacement);
  });

test('what is right of a filter with problems is kept', () => {
  const kept = (filter: string) => queryText(parseQuery(filter).query);
  assert.equal(kept('loops and rewrad < 1 and steps > 3'), 'loops and steps > 3');
  assert.equal(kept('not (reward ~ 1) or mug'), 'mug');
  assert.equal(kept('(loops and split = nowhere'), 'loops');
  assert.equal(kept(') loops'), 'loops');
});

test('a filter is written in its plainest form', () => {
  const plain = (filter: string) => queryText(parseQuery(filter).query);
  assert.equal(plain('((loops)) AND(not(not invalid-action))'), 'loops and invalid');
  assert.equal(plain('timeout'), 'ending = timeout');
  assert.equal(plain('problem = loop'), 'problem = revisiting-loop');
  assert.equal(plain('mug \'a "b"\' || env == "x"'), 'mug and "a \\"b\\"" or environment = x');
  assert.equal(plain('not (a or b) (c or d)'), 'not (a or b) and (c or d)');
});
