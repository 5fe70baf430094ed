import assert from 'node:assert/strict';
import { test } from 'node:test';
import { lineOf } from '../../node/episodeFiles/folder.ts';
import { episodePages, eventually } from './openFile.ts';

const { skip, open } = await episodePages();

const sample = Array.from({ length: 40 }, (_, index) =>
  lineOf({
    id: `e${index}`,
    task: { id: `t-${index % 4}`, instruction: index % 2 ? 'put a mug on the desk' : 'heat an egg' },
    does: 'look '.repeat((index % 5) + 1),
    reward: index % 10 === 9 ? null : (index % 10) / 8,
    policy: index < 30 ? 'gpt-oss-20b' : 'qwen-3',
  }),
).join('');

test('a filter is completed, understood at once, and taken back', { skip }, async t => {
  const { page, press, status, grid } = await open(t, sample);
  const filter = page.getByRole('combobox', { name: 'Filter' });
  const options = page.getByRole('option');
  await press('/');
  await options.first().waitFor();
  assert.equal(await filter.getAttribute('aria-expanded'), 'true');
  await page.keyboard.type('pol');
  await eventually(async () => (await options.count()) === 1 || 'There are other completions than policy.');
  await press('Tab');
  assert.equal(await filter.inputValue(), 'policy ');
  await page.keyboard.type('= ');
  await page.getByRole('option', { name: 'qwen-3' }).waitFor();
  await press('ArrowDown', 'ArrowDown');
  assert.equal(await page.getByRole('option', { selected: true }).innerText(), 'qwen-3');
  assert.equal(await filter.getAttribute('aria-activedescendant'), 'completion-1');
  await press('Enter');
  assert.equal(await filter.inputValue(), 'policy = qwen-3 ');
  await status('10 of 40 episodes shown');
  await press('Escape', 'Escape');
  assert.ok(await grid.evaluate(element => element === document.activeElement));
  await press('Control+f');
  await page.keyboard.type('task ~ mug and steps > 3');
  await status('8 of 40 episodes shown');
  await press('Enter');
  assert.equal(await grid.getAttribute('aria-rowcount'), '9');
  await page.getByRole('button', { name: 'Clear filter' }).click();
  await status('40 episodes');
  assert.ok(await filter.evaluate(element => element === document.activeElement));
});

test('a mistake is marked where it stands and said, and the rows stay', { skip }, async t => {
  const { page, press, status } = await open(t, sample, { filter: 'steps > 3', status: '16 of 40' });
  const filter = page.getByRole('combobox', { name: 'Filter' });
  await press('/');
  await page.keyboard.insertText('rewrd < 1 and steps > x');
  await page.locator('.wrong').first().waitFor();
  assert.equal(await filter.getAttribute('aria-invalid'), 'true');
  assert.deepEqual(await page.locator('.wrong').allInnerTexts(), ['rewrd', 'x']);
  assert.match((await filter.getAttribute('aria-describedby'))!, /filter-problem/);
  await press('Escape');
  assert.match(await page.locator('#filter-problem').innerText(), /Did you mean reward\?/);
  await status('16 of 40');
  await filter.fill('reward < 0.5');
  await status('16 of 40 episodes shown');
  assert.equal(await filter.getAttribute('aria-invalid'), null);
  assert.equal(await page.locator('#filter-problem').innerText(), '');
});

test('half the name of a field empties no list', { skip }, async t => {
  const { page, press, status } = await open(t, sample);
  await press('/');
  await page.keyboard.type('rew');
  await page.getByRole('option', { name: 'reward' }).waitFor();
  await page.waitForTimeout(200);
  await status('40 episodes');
  await page.keyboard.type('a');
  await press('Enter');
  await page.getByText('No episode matches the filter.').waitFor();
});

test('the row that the reader is at stays the active one', { skip }, async t => {
  const { press, page, active, status } = await open(t, sample, { height: 300 });
  await press(...Array.from({ length: 23 }, () => 'j'));
  assert.equal((await active())[0], '24');
  await press('/');
  await page.keyboard.type('mug');
  await press('Enter');
  await status('20 of 40');
  await eventually(async () => (await active())[0] === '24' || `The active row is ${(await active())[0]}.`);
  await press('j');
  assert.equal((await active())[0], '26');
});

test('bars of rewards filter, say what they count, and can be walked through', { skip }, async t => {
  const { page, press, status } = await open(t, sample);
  const filter = page.getByRole('combobox', { name: 'Filter' });
  const bars = page.getByRole('toolbar', { name: 'Rewards' }).getByRole('button');
  assert.deepEqual(await bars.evaluateAll(buttons => buttons.map(button => button.getAttribute('aria-label'))), [
    ...[4, 4, 4, 4, 0, 4, 4, 4, 4].map(
      (count, index) => `Reward ${index / 10} to ${(index + 1) / 10}: ${count} episodes`,
    ),
    'Reward 0.9 to 1: 4 episodes',
    'No reward: 4 episodes',
  ]);
  await filter.focus();
  await press('Tab', 'ArrowRight', 'ArrowRight');
  await page.locator('.histogram :focus').waitFor();
  await press('Enter');
  await status('4 of 40 episodes shown');
  assert.equal(await filter.inputValue(), 'reward >= 0.2 and reward < 0.3');
  await page.locator('.histogram [aria-pressed="true"]').waitFor();
  assert.equal(await bars.nth(2).getAttribute('aria-pressed'), 'true');
  assert.equal(await bars.nth(3).getAttribute('aria-label'), 'Reward 0.3 to 0.4: 4 episodes');
  await press('End', 'Enter');
  await eventually(async () => (await filter.inputValue()) === 'reward = none' || 'The bar has not filtered.');
  await press('Enter');
  await status('40 episodes');
});

test('another part of Contrail can ask for a filter', { skip }, async t => {
  const { page, extension, status } = await open(t, sample);
  await extension.filter({ filter: 'reward = none' });
  await status('4 of 40');
  assert.equal(await page.getByRole('combobox', { name: 'Filter' }).inputValue(), 'reward = none');
});
