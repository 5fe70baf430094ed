import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseQuery } from '../../../src/engine/query/parse.ts';
import { checkedKey, checkedPlace, checkedRange, checkedView } from '../../../src/host/episodeFile/pageRequest.ts';
import type { SortKey } from '../../../src/protocol/episodeFiles.ts';
import { defaultColumns } from '../../../webview/episodes/column.ts';
import { writingOf } from '../../../webview/episodes/halfWord.ts';
import { listAction } from '../../../webview/episodes/listKeys.ts';
import { isInFileOrder, restoredState, sortedBy } from '../../../webview/episodes/pageState.ts';
import { rewardCondition, splitFilter, toggledReward } from '../../../webview/episodes/rewardFilter.ts';
import { scrollScale } from '../../../webview/ui/scrollScale.ts';

const key = (column: SortKey['column'], descending = false): SortKey => ({ column, descending });

test('a title sorts up, then down, then not at all; with Shift it refines', () => {
  const up = sortedBy([], 'reward', false);
  assert.deepEqual(up, [key('reward')]);
  const down = sortedBy(up, 'reward', false);
  assert.deepEqual(down, [key('reward', true)]);
  assert.deepEqual(sortedBy(down, 'reward', false), []);
  const both = sortedBy(down, 'steps', true);
  assert.deepEqual(both, [key('reward', true), key('steps')]);
  assert.deepEqual(sortedBy(both, 'reward', true), [key('steps')]);
  assert.deepEqual(sortedBy(both, 'steps', true), [key('reward', true), key('steps', true)]);
  assert.deepEqual(sortedBy(both, 'reward', false), [key('reward')]);
});

test('only a saved state that makes sense is restored', () => {
  for (const saved of [undefined, null, 'x', 7, {}, { sort: {}, columns: ['nonsense'], top: -3, group: 'x' }])
    assert.deepEqual(restoredState(saved), { filter: '', sort: [], group: 'none', columns: defaultColumns, top: 0 });
  const saved = {
    filter: 'loops',
    sort: [key('id'), { column: 'x' }],
    group: 'task',
    columns: ['id'],
    top: 3.5,
    line: 7,
  };
  assert.deepEqual(restoredState(saved), { ...saved, sort: [key('id')] });
  assert.ok(isInFileOrder(restoredState({ filter: '  ' })));
  assert.ok(!isInFileOrder(restoredState(saved)));
});

test('a bar adds its condition, another replaces it, and the same one takes it away', () => {
  const bar = (from: number | null, to: number | null) => ({ from, to, episodes: 1 });
  const low = bar(0.1 + 0.2, 0.4);
  assert.equal(rewardCondition(low), 'reward >= 0.3 and reward < 0.4');
  assert.equal(rewardCondition(bar(0.9, 1)), 'reward >= 0.9');
  const filters = ['', 'loops', 'loops or steps > 3', 'reward < 0.2', 'mug'];
  for (const filter of filters) {
    const once = toggledReward(filter, low);
    assert.deepEqual(parseQuery(once).problems, []);
    assert.equal(splitFilter(once).reward, rewardCondition(low));
    const other = toggledReward(once, bar(null, null));
    assert.ok(other.endsWith('reward = none') && !other.includes('0.3'), other);
    assert.equal(toggledReward(other, bar(null, null)).replace(/^\((.*)\)$/, '$1'), filter);
  }
  assert.equal(toggledReward('loops or steps > 3', low), '(loops or steps > 3) and reward >= 0.3 and reward < 0.4');
});

test('half the name of a field is told from a word to search for', () => {
  for (const half of ['rew', 'loops and ste', '(pol', 'not suc']) assert.equal(writingOf(half), 'half', half);
  for (const word of ['mug', 'reward < 1 and mug']) assert.equal(writingOf(word), 'word', word);
  for (const all of ['', 'loops', 'reward < 1', 'task ~ rew', 'policy = re', 'rew ', '"rew"'])
    assert.equal(writingOf(all), 'whole', all);
});

test('keys mean what the help says', () => {
  const none = { ctrlKey: false, metaKey: false, shiftKey: false, altKey: false };
  const press = (name: string, held: Partial<typeof none> = {}) => listAction({ key: name, ...none, ...held });
  assert.deepEqual(press('j'), { kind: 'move', by: 1, extends: false });
  assert.deepEqual(press('ArrowUp', { shiftKey: true }), { kind: 'move', by: -1, extends: true });
  assert.deepEqual(press('Enter', { metaKey: true }), { kind: 'open', place: 'beside' });
  assert.deepEqual(press(' '), { kind: 'open', place: 'peek' });
  assert.deepEqual(press('?', { shiftKey: true }), { kind: 'keys' });
  for (const foreign of [press('J', { shiftKey: true }), press('c', { ctrlKey: true }), press('j', { altKey: true })])
    assert.equal(foreign, undefined);
});

test('a list is scaled only where it is too high for an element, and its ends stay its ends', () => {
  const size = { rowHeight: 22, viewport: 500 };
  assert.deepEqual(scrollScale({ rows: 1000, ...size }), { height: 22_000, end: 21_500, ratio: 1 });
  assert.deepEqual(scrollScale({ rows: 3, ...size }), { height: 66, end: 0, ratio: 1 });
  const { height, end, ratio } = scrollScale({ rows: 10_000_000, ...size });
  assert.equal(height, 10_000_000);
  assert.equal(end, 220_000_000 - 500);
  assert.ok(Math.abs((height - size.viewport) * ratio - end) < 1e-3);
});

test('a page gets nothing for what the protocol does not know', () => {
  const view = { filter: '', sort: [key('reward')], group: 'none' } as const;
  assert.deepEqual(checkedView({ ...view, more: 1 } as never), view);
  for (const wrong of [{ filter: 1 }, { sort: 'x' }, { sort: [key('x' as never)] }, { group: 'all' }])
    assert.throws(() => checkedView({ ...view, ...wrong } as never), TypeError);
  assert.deepEqual(checkedRange({ from: 5, count: 1e9 }), { from: 5, count: 1000 });
  for (const wrong of [
    { from: -1, count: 1 },
    { from: 0.5, count: 1 },
    { from: 0, count: Number.NaN },
  ])
    assert.throws(() => checkedRange(wrong), TypeError);
  assert.deepEqual(checkedKey({ line: 3, id: 'a', file: '/etc/passwd' } as never), { line: 3, id: 'a' });
  for (const wrong of [{ line: 0 }, { line: '1' }, { line: 1, id: 7 }])
    assert.throws(() => checkedKey(wrong as never), TypeError);
  assert.throws(() => checkedPlace('elsewhere' as never), TypeError);
});
