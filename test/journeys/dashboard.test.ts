import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { editorFor } from '../editor/editor.ts';
import { accessibilityProblems, webviewWith } from '../editor/webviews.ts';
import { openWorkbench } from '../editor/workbench.ts';
import { WrittenRun, writeIteration } from '../writtenRun.ts';

test('a dashboard opens what it names, and comes back with its window', async t => {
  const editor = await editorFor(t);
  if (!editor) return;
  const [workspace, data] = ['workspace', 'data'].map(name => {
    const folder = mkdtempSync(join(tmpdir(), `contrail-dashboard-${name}-`));
    t.after(() => rmSync(folder, { recursive: true, force: true, maxRetries: 5 }));
    return folder;
  }) as [string, string];
  const run = new WrittenRun(join(workspace, 'runs', 'written'));
  writeIteration(run);
  run.job.end({ status: 'finished', code: 0 });

  const first = await openWorkbench({ editor, workspace, data });
  try {
    await first.command('contrail.showDashboard', { run: run.folder });
    const page = await webviewWith(first.page, 'Average reward × 100, seen');
    await page.getByRole('slider', { name: 'Chosen and rejected rewards' }).waitFor();
    assert.deepEqual(await accessibilityProblems(page), []);
    await first.screenshot('workbench-dashboard');
    await page.getByRole('button', { name: /^Exploration ETO, iteration 1/ }).click();
    await webviewWith(first.page, 'put a mug on the desk');
  } finally {
    await first.kill();
  }

  const second = await openWorkbench({ editor, workspace, data });
  t.after(() => second.close());
  await second.page.getByRole('tab', { name: /written – Dashboard/ }).click();
  const restored = await webviewWith(second.page, 'Average reward × 100, seen');
  await restored.getByRole('slider', { name: 'Chosen and rejected rewards' }).waitFor();
});
