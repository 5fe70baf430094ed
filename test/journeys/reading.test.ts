import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Page } from 'playwright-core';
import type { Theme } from '../editor/theme.ts';
import { accessibilityProblems, webviewWith } from '../editor/webviews.ts';
import type { Workbench } from '../editor/workbench.ts';
import { eventually, folderFor, press, shownDiff, workbenchFor } from './person.ts';
import { smallRun } from './smallRun.ts';

const themes = ['light', 'high-contrast', 'dark'] as const satisfies readonly Theme[];

/** Keeps pictures of what is shown in a theme of each kind. */
async function pictures(workbench: Workbench, surface: string): Promise<void> {
  for (const theme of themes) {
    await workbench.setTheme(theme);
    await workbench.page.waitForTimeout(300);
    await workbench.screenshot(`journey-${surface}-${theme}`);
  }
}

/** Goes down a tree to an element with the arrow keys. */
async function downTo(page: Page, label: RegExp): Promise<void> {
  const focused = page.locator('.pane:focus-within .monaco-list-row.focused').first();
  for (let presses = 0; presses < 20; presses++) {
    if ((await focused.count()) > 0 && label.test((await focused.getAttribute('aria-label')) ?? '')) return;
    await page.keyboard.press('ArrowDown');
  }
  throw new Error(`The arrow keys do not lead to ${label}.`);
}

/** Where the cursor of the active editor is: its line, from 0, and what stands there. */
function cursor(workbench: Workbench) {
  return workbench.call(vscode => {
    const { document, selection } = vscode.window.activeTextEditor!;
    return { line: selection.active.line, text: document.lineAt(selection.active.line).text };
  }, undefined);
}

test('from the view to the parting from the expert by keyboard alone', async t => {
  const workspace = folderFor(t);
  smallRun(workspace);
  const workbench = await workbenchFor(t, { workspace });
  if (!workbench) return;
  const { page } = workbench;
  const focused = page.locator('.monaco-list-row.focused');

  await workbench.palette('View: Show Contrail');
  await page.getByRole('treeitem', { name: /^small, finished, / }).waitFor();
  await workbench.palette('Contrail: Focus on Runs View');
  for (const label of [/^small, finished/, /^ETO, iteration 1/]) {
    await downTo(page, label);
    await press(workbench, 'ArrowRight');
    await focused.and(page.locator('[aria-expanded="true"]')).waitFor();
  }
  await page.getByRole('treeitem', { name: /^Explore/ }).waitFor();
  await downTo(page, /^Explore, success \d+\.\d % · reward 0\.\d\d · 36 episodes$/);
  await pictures(workbench, 'trees');
  await press(workbench, 'Shift+F10');
  await page.getByRole('menuitem', { name: 'Open as List of Episodes' }).waitFor();
  await press(workbench, 'ArrowDown', 'Enter');

  const list = await webviewWith(page, '36 episodes, average reward');
  const status = list.locator('.status .words');
  await list.locator('.grid:focus').waitFor();
  await press(workbench, '/');
  await page.keyboard.type('not succ');
  await list.getByRole('option', { name: 'success' }).waitFor();
  await press(workbench, 'Tab');
  await page.keyboard.type('and lo');
  await list.getByRole('option', { name: 'loops' }).waitFor();
  await press(workbench, 'Tab', 'Enter');
  await eventually(async () => /^\d+ of 36 episodes shown/.test(await status.innerText()) || status.innerText());
  assert.equal(await list.getByRole('combobox', { name: 'Filter' }).inputValue(), 'not success and loops ');
  assert.deepEqual(await accessibilityProblems(list), []);
  await pictures(workbench, 'list');

  await press(workbench, 'Enter');
  await page.getByRole('tab', { name: /#\d+\.trajectory/ }).waitFor();
  await page.locator('.view-line', { hasText: 'Task:' }).first().waitFor();
  await press(workbench, 'n');
  await eventually(async () => (await cursor(workbench)).line > 0 || 'The cursor did not move.');
  const problem = await cursor(workbench);
  assert.match(problem.text, /^(Action|Thought|Note): /);
  const found = await workbench.call(
    vscode =>
      vscode.languages.getDiagnostics(vscode.window.activeTextEditor!.document.uri).map(each => each.range.start.line),
    undefined,
  );
  assert.ok(found.includes(problem.line), `Line ${problem.line} is none of ${found}.`);
  await press(workbench, 'j');
  await eventually(async () => (await cursor(workbench)).line > problem.line || 'The cursor did not move.');
  assert.match((await cursor(workbench)).text, /^Thought: /);
  await press(workbench, 'k');
  await eventually(async () => (await cursor(workbench)).line < problem.line || 'The cursor did not move back.');
  await press(workbench, 'Control+k', 'Control+i');
  await page.locator('.monaco-hover:visible', { hasText: /Step \d+ of \d+/ }).waitFor();
  await pictures(workbench, 'episode');
  await press(workbench, 'Escape', 'Control+Shift+m');
  await page.locator('.markers-panel', { hasText: /loop/i }).waitFor();
  await workbench.screenshot('journey-problems');
  await press(workbench, 'Control+Shift+m', 'Control+1');

  await workbench.palette('Contrail: Compare With Expert');
  const { left, right } = await shownDiff(workbench);
  await eventually(async () => (await cursor(workbench)).line > 0 || 'The comparison stands at its top.');
  const heading = await workbench.call(vscode => {
    const { document, selection } = vscode.window.activeTextEditor!;
    return document.lineAt(selection.active.line - 1).text;
  }, undefined);
  assert.match(heading, /^──── .* ↔ .* ────$/);
  assert.notEqual(await left.innerText(), await right.innerText());
  await pictures(workbench, 'compare');

  await workbench.palette('Contrail: Show Dashboard');
  const dashboard = await webviewWith(page, 'Average reward × 100, seen');
  await dashboard.getByRole('slider', { name: 'Chosen and rejected rewards' }).waitFor();
  assert.deepEqual(await accessibilityProblems(dashboard), []);
  await pictures(workbench, 'dashboard');
});
