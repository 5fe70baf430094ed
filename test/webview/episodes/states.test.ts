import assert from 'node:assert/strict';
import { appendFileSync, renameSync, writeFileSync } from 'node:fs';
import { test } from 'node:test';
import { lineOf, linesOf } from '../../node/episodeFiles/folder.ts';
import { episodePages, eventually } from './openFile.ts';

const { skip, open, openPath, path } = await episodePages();

test('an empty file says so, and shows what is written to it', { skip }, async t => {
  const { page, status } = await open(t, '', { status: '0 episodes' });
  await page.getByText('The file is empty. Episodes appear here as they are written.').waitFor();
  appendFileSync(path('an-empty-file-says-so-and-shows-what-is-written-to-it.jsonl'), linesOf(3));
  await status('3 episodes');
  await page.locator('#row-2').waitFor();
  assert.ok(await page.locator('.notice').isHidden());
});

test('rows appear as the file grows; the reader stays where she is, or at the end', { skip }, async t => {
  const { page, press, active, status, grid } = await open(t, linesOf(100), { height: 300 });
  const file = path('rows-appear-as-the-file-grows-the-reader-stays-where-she-is-or-at-the-end.jsonl');
  const top = () => grid.evaluate(element => element.scrollTop);
  await press('PageDown', 'PageDown', 'PageDown');
  const before = [await top(), await active()];
  appendFileSync(file, linesOf(50, 100));
  await status('150 episodes');
  assert.deepEqual([await top(), await active()], before);
  await press('End');
  await page.locator('#row-149 .line').waitFor();
  appendFileSync(file, linesOf(50, 150));
  await page.locator('#row-199 .line').waitFor();
  await press('Home');
  appendFileSync(file, linesOf(50, 200));
  await status('250 episodes');
  assert.equal(await top(), 0);
});

test('in another order, too, the rows that are seen stay', { skip }, async t => {
  const { page, press, active, status } = await open(t, linesOf(100), { height: 300 });
  await press('s', 'Enter', 'Enter');
  await page.locator('#row-0', { hasText: 'task-99' }).waitFor();
  await press('Escape', 'Home', 'PageDown', 'PageDown');
  const before = await active();
  const y = () => page.locator('.row.active').evaluate(row => Math.round(row.getBoundingClientRect().y));
  const place = await y();
  appendFileSync(path('in-another-order-too-the-rows-that-are-seen-stay.jsonl'), linesOf(30, 100));
  await status('130 episodes');
  await eventually(
    async () => (await page.locator('.grid').getAttribute('aria-rowcount')) === '131' || 'No rows came.',
  );
  assert.deepEqual(await active(), before);
  assert.equal(await y(), place);
});

test('nothing that matches, blank lines, malformed lines: each says what it is', { skip }, async t => {
  const filtered = await open(t, linesOf(3), { filter: 'steps > 1000', status: '0 of 3 episodes' });
  await filtered.page.getByText('No episode matches the filter.').waitFor();
  await filtered.page.getByRole('button', { name: 'Clear Filter', exact: true }).click();
  await filtered.status('3 episodes');
  assert.ok(await filtered.grid.evaluate(element => element === document.activeElement));
  const blank = await open(t, '\n \n\n');
  await blank.page.getByText('The file holds no episodes, only blank lines.').waitFor();
  await blank.page.getByRole('button', { name: 'Open as Text' }).click();
  assert.deepEqual(blank.done, [['as text']]);
  const malformed = await open(t, '{"a":1}\nnot JSON\n', { status: '0 episodes' });
  assert.equal(await malformed.page.locator('.status .words').innerText(), '0 episodes, 2 malformed lines');
  assert.match((await malformed.active()).join(' '), /^1 .*\{"a":1\}/s);
  await malformed.press('j', 'Enter', 'e');
  assert.deepEqual(malformed.done, [['open', { line: 2 }, 'here']]);
  await malformed.page.getByText('This row is no episode').first().waitFor();
});

test('a file that is gone is told, and found again', { skip }, async t => {
  const file = path('comes-and-goes.jsonl');
  writeFileSync(file, linesOf(3));
  const { page, status } = await openPath(t, file, { status: '3 episodes' });
  renameSync(file, `${file}.away`);
  const retry = page.getByRole('button', { name: 'Try Again' });
  await retry.waitFor();
  assert.match(await page.locator('.notice p').innerText(), /comes-and-goes\.jsonl/);
  writeFileSync(file, linesOf(4));
  await retry.click();
  await status('4 episodes');
  await page.locator('.notice').waitFor({ state: 'hidden' });
  const missing = await openPath(t, path('never-there.jsonl'), { status: null });
  await missing.page.getByRole('button', { name: 'Try Again' }).waitFor();
  assert.match(await missing.page.locator('.notice p').innerText(), /never-there\.jsonl/);
});

const acting = /[\p{Cc}\p{Bidi_Control}](?<!\n)/u;

test('what a model wrote is text, whatever it looks like', { skip }, async t => {
  const hostile = '<img src=x onerror=alert(1)> [a](command:x) \u001b[31mred \u202Eevil\u2066 </script>';
  const content = [
    lineOf({ id: hostile, task: { id: hostile, instruction: hostile }, policy: hostile }),
    `{"<b>${'\u0007'}\u202E`,
    `${'x'.repeat(100_000)}`,
    lineOf({ id: 'last' }).slice(0, -20),
  ].join('\n');
  const { page, press, surface } = await open(t, content, { status: '1 episode,' });
  assert.equal(await page.locator('img, script:not([nonce]), b, .row a').count(), 0);
  const first = await page.locator('#row-0').innerText();
  assert.match(first, /<img src=x onerror=alert\(1\)> \[a\]\(command:x\) \\u\{1b\}\[31mred \\u\{202e\}evil\\u\{2066\}/);
  for (const text of await page.locator('.row').allInnerTexts()) assert.doesNotMatch(text, acting);
  await press('/');
  await page.keyboard.insertText('policy = ');
  await page.getByRole('option', { name: '<img' }).waitFor();
  assert.doesNotMatch(await page.getByRole('listbox').innerText(), acting);
  await press('Escape', 'Escape', 'g');
  await page.locator('.heading').first().waitFor();
  assert.equal(await page.locator('img').count(), 0);
  assert.deepEqual(surface.errors, []);
});

test('more rows than an element can be high scroll to their end and row by row', { skip }, async t => {
  const count = 600_000;
  const { page, press, active, grid } = await open(t, '{}\n'.repeat(count), { height: 400 });
  await eventually(async () => {
    const rows = await grid.getAttribute('aria-rowcount');
    return rows === String(count + 1) || `There are ${rows} rows.`;
  });
  const isAt = (line: number) =>
    eventually(async () => {
      const cells = await active();
      return cells[0] === String(line) || `The active row is "${cells.join(' ')}".`;
    });
  await press('End');
  await isAt(count);
  await press('k', 'k', 'k');
  await isAt(count - 3);
  const height = await grid.evaluate(element => element.scrollHeight);
  assert.ok(height < 11_000_000, `The grid is ${height} pixels high.`);
  await press('Home');
  await page.locator('#row-0 .line').waitFor();
  await grid.hover();
  await page.mouse.wheel(0, 220);
  await page.locator('#row-22 .line').waitFor();
  assert.ok((await page.locator('.rows .row').count()) < 60);
  const first = await page.locator('#row-10').evaluate(row => Math.round(row.getBoundingClientRect().y));
  const head = await page.locator('.head').evaluate(row => Math.round(row.getBoundingClientRect().bottom));
  assert.ok(Math.abs(first - head) <= 1, `Row 11 is at ${first}, the header ends at ${head}.`);
  await grid.evaluate(element => element.scrollTo(0, element.scrollHeight / 2));
  await eventually(async () => {
    const text = await page.locator('.rows .line').first().innerText();
    return Math.abs(Number(text) - count / 2) < 100 || `The first row is line ${text}.`;
  });
});
