import assert from 'node:assert/strict';
import { test } from 'node:test';
import { completions } from '../../../src/engine/query/completions.ts';
import { parseQuery } from '../../../src/engine/query/parse.ts';

const values = async (field: string, prefix: string) =>
  field === 'task' ? ['mug-1', 'two words'].filter(value => value.startsWith(prefix)) : [];

/** Labels at the caret, which `|` marks. */
async function labels(marked: string): Promise<readonly string[]> {
  const caret = marked.indexOf('|');
  const found = await completions({ text: marked.replace('|', ''), caret, values });
  return found.map(({ label }) => label);
}

const table: readonly (readonly [marked: string, first: readonly string[]])[] = [
  ['|', ['reward', 'success', 'task']],
  ['rew|', ['reward']],
  ['loops and rew|ard < 1', ['reward']],
  ['reward |', ['<', '<=', '>', '>=', '=', '!=', 'in']],
  ['task |', ['~', '!~', '=', '!=', 'in']],
  ['split |', ['=', '!=', '~', '!~', 'in']],
  ['loops |', ['<', '<=', '>', '>=', '=', '!=', 'in', 'and', 'or']],
  ['success |', ['and', 'or']],
  ['reward < 1 |', ['and', 'or']],
  ['"free text" |', ['and', 'or']],
  ['(loops) |', ['and', 'or']],
  ['loops and |', ['reward']],
  ['not (|', ['reward']],
  ['split = |', ['train', 'val', 'seen', 'unseen']],
  ['split = se|', ['seen', 'unseen']],
  ['ending=step|', ['step-limit']],
  ['problem = |', ['invalid', 'loops', 'repeated', 'invented', 'cut-off', 'no-action', 'none']],
  ['reward = n|', ['none']],
  ['task = |', ['mug-1', 'two words']],
  ['task = "two|', ['two words']],
  ['split in |', ['(']],
  ['split in (|', ['train', 'val', 'seen', 'unseen']],
  ['split in (seen, u|', ['unseen']],
  ['split not in (seen |', [',', ')']],
  ['split in (seen) |', ['and', 'or']],
  ['nonsense = |', []],
];

for (const [marked, first] of table)
  test(`completions of ${marked}`, async () => {
    const found = await labels(marked);
    assert.deepEqual(found.slice(0, first.length), first);
    if (first.length === 0) assert.deepEqual(found, []);
  });

test('accepting one gives a filter that is understood', async () => {
  const accepted = async (text: string) => {
    const [first] = await completions({ text, caret: text.length, values });
    assert.ok(first);
    return text.slice(0, first.from) + first.insert + text.slice(first.to);
  };
  assert.equal(await accepted('task = two'), 'task = "two words"');
  assert.equal(await accepted('task = "two'), 'task = "two words"');
  for (const text of ['task = tw', 'split = un', 'loops and succ', 'problem = cut', 'ending in (time'])
    assert.deepEqual(parseQuery(`${await accepted(text)}${text.includes('(') ? ')' : ''}`).problems, []);
});

test('a completion says what it means', async () => {
  const [field] = await completions({ text: 'loo', caret: 3 });
  assert.deepEqual(field, {
    insert: 'loops',
    label: 'loops',
    detail: 'steps in loops that learn nothing new',
    kind: 'field',
    from: 0,
    to: 3,
  });
});
