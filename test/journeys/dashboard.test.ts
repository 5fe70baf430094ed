import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import { accessibilityProblems, webviewWith } from '../editor/webviews.ts';
import { WrittenRun, writeIteration } from '../writtenRun.ts';
import { folderFor, workbenchFor } from './person.ts';

test('a dashboard opens what it names, and comes back with its window', async t => {
  const workspace = folderFor(t);
  const run = new WrittenRun(join(workspace, 'runs', 'written'));
  writeIteration(run);
  run.job.end({ status: 'finished', code: 0 });

  const workbench = await workbenchFor(t, { workspace });
  if (!workbench) return;
  await workbench.command('contrail.showDashboard', { run: run.folder });
  const page = await webviewWith(workbench.page, 'Average reward × 100, seen');
  await page.getByRole('slider', { name: 'Chosen and rejected rewards' }).waitFor();
  assert.deepEqual(await accessibilityProblems(page), []);
  await workbench.screenshot('workbench-dashboard');
  await page.getByRole('button', { name: /^Exploration ETO, iteration 1/ }).click();
  await webviewWith(workbench.page, 'put a mug on the desk');

  await workbench.reload();
  await workbench.page.getByRole('tab', { name: /written – Dashboard/ }).click();
  const restored = await webviewWith(workbench.page, 'Average reward × 100, seen');
  await restored.getByRole('slider', { name: 'Chosen and rejected rewards' }).waitFor();
});
