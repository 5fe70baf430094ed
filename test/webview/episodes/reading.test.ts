import assert from 'node:assert/strict';
import { test } from 'node:test';
import { step } from '../../engine/episodes.ts';
import { lineOf } from '../../node/episodeFiles/folder.ts';
import { episodePages, eventually } from './openFile.ts';

const { skip, open } = await episodePages();

/** Four tasks, three rollouts each: the first fails in a loop, the last succeeds. */
const sample = Array.from({ length: 12 }, (_, index) => {
  const task = `task-${Math.floor(index / 3)}`;
  const rollout = index % 3;
  const steps = [step('look'), step('!eat mug'), step('take mug')].slice(0, rollout + 1);
  return lineOf({
    id: `${task}#${rollout}`,
    task: { id: task, instruction: `put mug ${index} on the desk` },
    steps,
    reward: rollout / 2,
    rollout,
  });
}).join('');

test('a file is a list of its episodes, with what counts about each', { skip }, async t => {
  const { page, grid, surface, active } = await open(t, sample, { status: '12 episodes, average reward 0.50' });
  assert.equal(await page.locator('.status .words').innerText(), '12 episodes, average reward 0.50, success rate 33 %');
  assert.equal(await grid.getAttribute('aria-rowcount'), '13');
  assert.deepEqual(await page.getByRole('columnheader').allInnerTexts(), [
    'Line',
    'Outcome',
    'Task',
    'Reward',
    'Steps',
    'Problems',
    'Instruction',
  ]);
  const cells = ['1', 'failed: step-limit', 'task-0', '0', '1', '', 'put mug 0 on the desk'];
  assert.deepEqual(await active(), cells);
  const third = page.locator('#row-2 [role="gridcell"]');
  assert.deepEqual(await third.allInnerTexts(), [
    '3',
    'success',
    'task-0',
    '1',
    '3',
    'invalid 1',
    'put mug 2 on the desk',
  ]);
  assert.deepEqual(surface.errors, []);
});

test('every row can be reached and opened by keyboard alone', { skip }, async t => {
  const { press, active, done } = await open(t, sample, { height: 200 });
  const line = async () => (await active())[0];
  await press('j', 'j', 'k', 'ArrowDown', 'ArrowDown', 'ArrowUp');
  assert.equal(await line(), '3');
  await press('End');
  assert.equal(await line(), '12');
  await press('PageUp');
  assert.ok(Number(await line()) < 10);
  await press('Home', 'PageDown', 'PageDown', 'PageDown', 'PageDown', 'PageDown');
  assert.equal(await line(), '12');
  await press('Home', 'Enter', 'ArrowDown', 'Space', 'ArrowDown', 'Control+Enter', 'e', 't');
  const key = (number: number) => ({ line: number, id: `task-0#${number - 1}` });
  assert.deepEqual(done, [
    ['open', key(1), 'here'],
    ['open', key(2), 'peek'],
    ['open', key(3), 'beside'],
    ['expert', key(3)],
    ['as text'],
  ]);
});

test('several episodes are selected and compared by keyboard and by mouse', { skip }, async t => {
  const { page, press, done } = await open(t, sample);
  const ids = () => (done.at(-1) as unknown as readonly { readonly id: string }[]).slice(1).map(({ id }) => id);
  await press('c');
  await page.getByText('Select two episodes or more').first().waitFor();
  await press('Shift+ArrowDown', 'Shift+ArrowDown', 'c');
  assert.deepEqual(ids(), ['task-0#0', 'task-0#1', 'task-0#2']);
  assert.equal(await page.locator('[aria-selected="true"]').count(), 3);
  await press('Escape', 'Home', 'Control+Space', 'ArrowDown', 'ArrowDown', 'ArrowDown', 'Control+Space', 'c');
  assert.deepEqual(ids(), ['task-0#0', 'task-1#0']);
  await page.locator('#row-5').click({ modifiers: ['Control'] });
  await page.getByRole('button', { name: 'Compare' }).click();
  assert.deepEqual(ids(), ['task-0#0', 'task-1#0', 'task-1#2']);
  await page.getByRole('button', { name: 'Select None' }).click();
  assert.equal(await page.locator('[aria-selected="true"]').count(), 0);
  await page.locator('#row-4').dblclick();
  assert.deepEqual(done.at(-1), ['open', { line: 5, id: 'task-1#1' }, 'here']);
});

test('what is selected is copied as ids', { skip }, async t => {
  const { page, press } = await open(t, sample);
  const copied = () => page.evaluate(() => navigator.clipboard.readText());
  await press('j', 'Control+c');
  assert.equal(await copied(), 'task-0#1');
  await press('Shift+ArrowDown', 'Control+c');
  assert.equal(await copied(), 'task-0#1\ntask-0#2');
});

test('titles sort, with Shift they refine, and a third time gives back the order of the file', { skip }, async t => {
  const { page, press } = await open(t, sample);
  const begins = (...lines: readonly string[]) =>
    eventually(async () => {
      const texts = await page.locator('.rows .line').allInnerTexts();
      return lines.every((line, index) => texts[index] === line) || `The rows are lines ${texts.join(', ')}.`;
    });
  await press('s', 'ArrowRight', 'ArrowRight', 'ArrowRight', 'Enter', 'Enter');
  await begins('3', '6', '9', '12', '2');
  assert.equal(await page.getByRole('columnheader', { name: 'Reward' }).getAttribute('aria-sort'), 'descending');
  await press('ArrowLeft', 'Shift+Enter', 'Shift+Enter');
  await begins('12', '9', '6', '3', '11');
  await press('ArrowRight', 'Enter');
  await begins('1', '4', '7', '10', '2');
  await press('Enter', 'Enter', 'ArrowDown');
  await begins('1', '2', '3', '4', '5');
  assert.equal(await page.evaluate(() => document.activeElement?.getAttribute('role')), 'grid');
});

test('tasks are groups with what came of them', { skip }, async t => {
  const { page, press, active, grid, done } = await open(t, sample);
  await press('g');
  const heading = page.locator('.heading').first();
  await heading.waitFor();
  assert.match(await heading.innerText(), /task-0\s*1 of 3 episodes succeeded \(33 %\), average reward 0\.50/);
  assert.equal(await grid.getAttribute('role'), 'treegrid');
  assert.equal(await heading.getAttribute('aria-level'), '1');
  assert.equal((await active())[0], '1');
  await press('j', 'j', 'ArrowLeft');
  assert.match((await active())[0]!, /^task-0/);
  await press('Enter', 'Enter');
  assert.deepEqual(done, [['open', { line: 1, id: 'task-0#0' }, 'here']]);
  await press('g');
  await page.locator('.heading').first().waitFor({ state: 'detached' });
});

test('columns are chosen, and one at least stays', { skip }, async t => {
  const { page, press } = await open(t, sample);
  const titles = () => page.getByRole('columnheader').allInnerTexts();
  await page.getByRole('button', { name: 'Columns' }).focus();
  await press('Enter');
  await page.getByRole('dialog', { name: 'Columns' }).waitFor();
  await press('Space', 'Tab', 'Tab', 'Space');
  assert.deepEqual(await titles(), ['Outcome', 'Reward', 'Steps', 'Problems', 'Instruction']);
  await page.getByRole('checkbox', { name: 'Policy' }).focus();
  await press('Space', 'Escape');
  assert.deepEqual((await titles()).at(-1), 'Policy');
  assert.equal(await page.evaluate(() => document.activeElement?.getAttribute('aria-label')), 'Columns');
  await press('Enter');
  for (const title of ['Outcome', 'Reward', 'Steps', 'Problems', 'Instruction'])
    await page.getByRole('checkbox', { name: title }).click();
  assert.deepEqual(await titles(), ['Policy']);
  // The toolkit draws what has changed a moment later.
  await page.locator('[role="checkbox"][aria-disabled="true"]', { hasText: 'Policy' }).waitFor();
});

test('what was looked at is there again when the page is loaded anew', { skip }, async t => {
  const { page, press, surface, active, status } = await open(t, sample);
  await press('/');
  await page.keyboard.type('steps > 1');
  await press('Enter', 'g', 's', 'ArrowRight', 'Enter', 'Escape');
  await page.locator('.heading').first().waitFor();
  await status('8 of 12 episodes');
  await press('Home', 'j', 'j');
  const before = await active();
  await surface.reload();
  await page.locator('.row.active').waitFor();
  assert.equal(await page.getByRole('combobox').inputValue(), 'steps > 1');
  assert.equal(await page.getByRole('columnheader', { name: 'Outcome' }).getAttribute('aria-sort'), 'ascending');
  assert.deepEqual(await active(), before);
  assert.deepEqual(surface.errors, []);
});
