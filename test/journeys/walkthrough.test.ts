import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { webviewWith } from '../editor/webviews.ts';
import { answer, folderFor, shownDiff, tabTo, workbenchFor } from './person.ts';

test('from an empty folder to a failed episode beside its expert, as the walkthrough leads', async t => {
  const workspace = folderFor(t);
  const workbench = await workbenchFor(t, { workspace });
  if (!workbench) return;
  const { page } = workbench;
  const walkthrough = page.locator('.gettingStartedContainer');
  const isDone = (title: string) =>
    walkthrough
      .locator('.getting-started-step', { has: page.getByText(title) })
      .locator('.codicon-pass-filled, .codicon-getting-started-step-checked')
      .first()
      .waitFor();

  await workbench.palette('Contrail: Open Walkthrough');
  await walkthrough.getByText('Make an experiment').first().waitFor();
  await workbench.shown('"iterations": 2');
  await workbench.screenshot('journey-walkthrough');
  await tabTo(page, walkthrough.getByRole('button', { name: 'New Experiment' }));
  await page.keyboard.press('Enter');
  // The walkthrough takes the focus back once, and the question gets it again.
  await page.locator('.quick-input-widget .monaco-list:focus').waitFor();
  for (const question of ['What is played?', 'Who plays?', 'Name of the experiment']) await answer(workbench, question);
  await page.getByRole('tab', { name: 'contrail.json' }).waitFor();
  assert.match(readFileSync(join(workspace, 'contrail.json'), 'utf8'), /"name": "demo"/);
  assert.deepEqual(
    await workbench.call(vscode => vscode.languages.getDiagnostics().flatMap(([, found]) => found), 0),
    [],
  );

  await workbench.palette('Contrail: Run Iterations');
  await answer(workbench, 'start a run, or go on with one?', 'with a few tasks');
  await answer(workbench, 'At most so many tasks of each split', '12');
  const progress = page.locator('.statusbar-item', { hasText: 'demo: ' });
  await progress.waitFor();
  await progress.waitFor({ state: 'hidden', timeout: 180_000 });
  // A workbench that a test drives pops no notification up; they stand in their list.
  await workbench.palette('Notifications: Show Notifications');
  await page.locator('.notification-list-item', { hasText: /demo finished: ETO, iteration 2: success/ }).waitFor();
  assert.ok(existsSync(join(workspace, 'runs', 'demo', 'report.md')));

  await workbench.palette('Contrail: Open Walkthrough');
  await isDone('Make an experiment');
  await isDone('Run the loop');
  await workbench.palette('Contrail: Open a Failed Episode Beside Its Expert');
  const { left, right } = await shownDiff(workbench);
  assert.match(await left.innerText(), /^Task:\s\w+/);
  assert.match(await right.innerText(), /^Task:\s\w+/);
  await workbench.screenshot('journey-failed-episode');

  await workbench.palette('Contrail: Show Dashboard');
  const dashboard = await webviewWith(page, 'Average reward × 100, seen');
  const table = dashboard.getByRole('table', { name: 'Results of demo by policy and split' });
  assert.deepEqual(await table.getByRole('rowheader').allInnerTexts(), [
    'Cloning (SFT)',
    'ETO, iteration 1',
    'ETO, iteration 2',
  ]);
  await workbench.palette('Contrail: Open Walkthrough');
  for (const title of ['Read a failed episode', 'See what was learned']) await isDone(title);
  await workbench.screenshot('journey-walkthrough-done');
});
