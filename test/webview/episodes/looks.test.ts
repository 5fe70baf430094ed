import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Theme } from '../../editor/theme.ts';
import { step } from '../../engine/episodes.ts';
import { lineOf } from '../../node/episodeFiles/folder.ts';
import { episodePages } from './openFile.ts';

const { skip, open } = await episodePages();

const sample = [
  ...Array.from({ length: 60 }, (_, index) => {
    const task = `kitchen-${Math.floor(index / 4)}`;
    const actions = ['go to desk 1', '!open mug', 'go to shelf 1', 'go to shelf 1', 'take mug 1', 'go to desk 1'];
    return lineOf({
      id: `${task}#${index % 4}`,
      task: { id: task, instruction: ['put a mug on the desk', 'heat an egg and put it in the fridge'][index % 2]! },
      steps: actions.slice(index % 4).map(action => step(action, 'Nothing happens.')),
      reward: index % 11 === 10 ? null : [0, 0.25, 0.5, 1][index % 4]!,
      ...(index % 11 === 10 && { ending: 'timeout' as const }),
    });
  }),
  '{"schema_version":"ATIF-v1.8","trajectory_id":"torn',
].join('');

const themes: readonly Theme[] = ['dark', 'light', 'high-contrast', 'high-contrast-light'];

for (const theme of themes) {
  test(`in ${theme}, axe finds nothing wrong with the list, a group, a mistake or the keys`, { skip }, async t => {
    const { page, press, surface, status } = await open(t, sample, { theme, status: '60 episodes', width: 1100 });
    await press('j', 'j', 'Shift+ArrowDown');
    assert.deepEqual(await surface.accessibilityProblems(), []);
    await surface.screenshot(`episodes-${theme}`);
    await press('g');
    await page.locator('.heading').first().waitFor();
    await press('End');
    await page.locator('.malformed').first().waitFor();
    assert.deepEqual(await surface.accessibilityProblems(), []);
    await press('Home', '/');
    await page.keyboard.insertText('reward < 1');
    await status('41 of 60 episodes shown');
    await page.keyboard.insertText(' and ');
    await page.getByRole('option', { name: 'loops' }).waitFor();
    assert.deepEqual(await surface.accessibilityProblems(), []);
    await surface.screenshot(`episodes-filter-${theme}`);
    await page.keyboard.insertText('looops > 1');
    await press('Escape', 'Escape');
    await page.locator('.wrong').waitFor();
    assert.deepEqual(await surface.accessibilityProblems(), []);
    await press('?');
    await page.getByRole('dialog', { name: 'Keys' }).waitFor();
    assert.deepEqual(await surface.accessibilityProblems(), []);
    await press('Escape');
    await page.getByRole('button', { name: 'Columns' }).click();
    await page.getByRole('dialog', { name: 'Columns' }).waitFor();
    assert.deepEqual(await surface.accessibilityProblems(), []);
    assert.deepEqual(surface.errors, []);
  });
}

test('whoever hears the page is told what the file holds and which row she is at', { skip }, async t => {
  const { page, press, grid } = await open(t, sample, { status: '60 episodes' });
  await page.getByRole('status').getByText('60 episodes, average reward').waitFor();
  assert.equal(await grid.getAttribute('aria-label'), 'Episodes');
  await press('j');
  const id = await grid.getAttribute('aria-activedescendant');
  const row = page.locator(`[id="${id}"]`);
  assert.equal(await row.getAttribute('role'), 'row');
  assert.equal(await row.getAttribute('aria-rowindex'), '3');
  assert.match((await row.textContent())!, /failed: step-limit/);
});

test('everything can be reached by Tab, and the focus is seen', { skip }, async t => {
  const { page, press } = await open(t, sample, { filter: 'steps > 1', status: '60 of 60' });
  const focused = () =>
    page.evaluate(() => {
      const { activeElement } = document;
      return activeElement?.getAttribute('aria-label') ?? activeElement?.textContent ?? '';
    });
  await page.getByRole('combobox').focus();
  const reached: string[] = [];
  for (let index = 0; index < 7; index++) {
    await press('Tab');
    reached.push(await focused());
  }
  assert.deepEqual(reached, [
    'Clear filter',
    'Reward 0 to 0.1: 14 episodes',
    'Group by task',
    'Columns',
    'Keys',
    'Episodes',
    'Line',
  ]);
  const { outlineStyle } = await page.evaluate(() => {
    const { outlineStyle } = getComputedStyle(document.activeElement!);
    return { outlineStyle };
  });
  assert.equal(outlineStyle, 'solid');
});
