import assert from 'node:assert/strict';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { webviewWith } from '../editor/webviews.ts';
import { folderFor, press, shownDiff, workbenchFor } from './person.ts';
import { smallRun } from './smallRun.ts';

/** What would run something or write something, with what a script gives it. */
const runs = {
  'contrail.newExperiment': { name: 'other', folder: 'other' },
  'contrail.explore': { configuration: 'contrail.json' },
  'contrail.buildPairs': { configuration: 'contrail.json' },
  'contrail.train': { configuration: 'contrail.json' },
  'contrail.evaluate': { configuration: 'contrail.json' },
  'contrail.runIterations': { configuration: 'contrail.json' },
  'contrail.resumeJob': { run: 'runs/small' },
  'contrail.stopJob': { run: 'runs/small' },
} as const;

/** Every file below a folder with its size and the time when it changed. */
function filesBelow(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map(name => {
      const { size, mtimeMs } = statSync(join(folder, name));
      return `${name} ${size} ${mtimeMs}`;
    })
    .sort();
}

test('without trust everything can be read and nothing is run', async t => {
  const workspace = folderFor(t);
  const run = smallRun(workspace);
  const workbench = await workbenchFor(t, { workspace, trusted: false });
  if (!workbench) return;
  const { page } = workbench;
  const before = filesBelow(workspace);
  const inRun = (path: string) => join(run, ...path.split('/'));
  const explored = inRun('seed-1/iteration-1/explore/episodes.trajectories.jsonl');
  const demonstrated = inRun('seed-1/iteration-0/demonstrate/episodes.trajectories.jsonl');
  await page.getByRole('button', { name: /Restricted Mode/ }).waitFor();

  await t.test('commands that run something are not offered, and refuse when they are called', async () => {
    await press(workbench, 'F1');
    const input = page.locator('.quick-input-widget input.input');
    await input.fill('>Contrail: ');
    const offered = page.locator('.quick-input-list .monaco-list-row');
    await offered.filter({ hasText: 'Contrail: Show Dashboard' }).waitFor();
    const titles = await offered.allInnerTexts();
    assert.ok(titles.some(title => title.startsWith('Contrail: Open Episode')));
    for (const verb of ['New', 'Explore', 'Build', 'Train', 'Evaluate', 'Run', 'Resume', 'Stop', 'Make', 'Set'])
      assert.ok(!titles.some(title => title.startsWith(`Contrail: ${verb} `)), `${verb} is offered.`);
    await press(workbench, 'Escape');
    for (const [id, argument] of Object.entries(runs))
      await assert.rejects(workbench.command(id, argument), /not trusted|[Tt]rust/, id);
  });

  await t.test('runs, lists, episodes and dashboards are read', async () => {
    await workbench.palette('View: Show Contrail');
    const item = page.getByRole('treeitem', { name: /^small, finished, / });
    await item.click({ button: 'right' });
    await page.getByRole('menuitem', { name: 'Show Dashboard' }).waitFor();
    await workbench.screenshot('untrusted-menu');
    const menu = page.locator('.monaco-menu').getByRole('menuitem');
    assert.deepEqual(await menu.allInnerTexts(), ['Show Dashboard', 'Reveal in Explorer']);
    await press(workbench, 'Escape');
    await workbench.open(explored);
    const list = await webviewWith(page, '36 episodes, average reward');
    await list.locator('.grid').focus();
    await press(workbench, 'Enter');
    await page.locator('.view-line', { hasText: 'Task:' }).first().waitFor();
    await workbench.screenshot('untrusted-episode');
    await workbench.palette('Contrail: Show Dashboard');
    const dashboard = await webviewWith(page, 'Average reward × 100, seen');
    await dashboard.getByRole('row', { name: /^ETO, iteration 1/ }).waitFor();
    assert.equal(await dashboard.getByRole('button', { name: /Resume|Stop/ }).count(), 0);
    await workbench.screenshot('untrusted-dashboard');
  });

  await t.test('the recorded expert is compared with, no other is called to play', async () => {
    const tasks = (file: string) =>
      readFileSync(file, 'utf8')
        .trimEnd()
        .split('\n')
        .map(line => JSON.parse(line).trajectory_id as string);
    const recorded = tasks(demonstrated).map(id => id.split('#')[0]);
    const known = tasks(explored).find(id => recorded.includes(id.split('#')[0]));
    const unknown = tasks(explored).find(id => !recorded.includes(id.split('#')[0]));
    await workbench.command('contrail.compareWithExpert', { file: explored, id: known });
    await shownDiff(workbench);
    await assert.rejects(
      workbench.command('contrail.compareWithExpert', { file: explored, id: unknown }),
      /Trust this workspace to let the expert play/,
    );
  });

  assert.deepEqual(filesBelow(workspace), before);
  assert.doesNotMatch(workbench.log(), /\[error\]|Started/);
});
