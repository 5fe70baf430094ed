/**
 * Takes README's pictures anew: `node test/editor/pictures.ts <workspace>`, on the workspace that `npm run demo` leaves,
 * in a folder named `demo`. They are committed below `media/pictures` and are no part of the package, which is what they
 * show.
 */
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { HumanError } from '../../src/engine/problem.ts';
import { findEditor } from './editor.ts';
import { pack } from './pack.ts';
import type { Theme } from './theme.ts';
import { openWorkbench } from './workbench.ts';

const [workspace] = process.argv.slice(2).map(path => resolve(path));
if (!workspace) throw new HumanError('Name the workspace that npm run demo left.');
const pictures = resolve(import.meta.dirname, '..', '..', 'media', 'pictures');
mkdirSync(pictures, { recursive: true });

const folder = mkdtempSync(join(tmpdir(), 'contrail-pictures-'));
const workbench = await openWorkbench({
  editor: await findEditor(),
  workspace,
  vsix: pack(folder),
  settings: { 'window.title': 'demo', 'window.commandCenter': false, 'workbench.layoutControl.enabled': false },
});
const { page } = workbench;
const episodes = join(workspace, 'runs', 'demo', 'seed-1', 'iteration-1', 'explore', 'episodes.trajectories.jsonl');
const sample = { file: episodes, id: '1-train-64#0' };

async function take(name: string, ...themes: readonly Theme[]): Promise<void> {
  for (const theme of themes) {
    await workbench.setTheme(theme);
    await page.waitForTimeout(2500);
    await page.screenshot({ path: join(pictures, `${name}-${theme}.png`) });
  }
  await workbench.command('workbench.action.closeAllEditors');
}

/** Opens the tree down to the rollouts of the first task, which failed every time. */
async function expandRuns(): Promise<void> {
  for (const other of ['Pairs', 'Jobs']) await page.locator('.pane-header', { hasText: other }).click();
  for (const [index, name] of [/^demo, /, /^ETO, iteration 1/, /^Explore, /, /0 of 5 succeed/].entries()) {
    const item = page.getByRole('treeitem', { name, level: index + 1 }).first();
    await item.click();
    await item.and(page.locator('[aria-expanded="true"]')).waitFor();
  }
}

try {
  await page.setViewportSize({ width: 1200, height: 640 });
  await workbench.palette('View: Show Contrail');
  await workbench.command('contrail.openEpisodeFile', { file: episodes, filter: 'reward < 1 and loops' });
  await workbench.shown('episodes shown');
  await take('episodes', 'dark', 'light');
  await expandRuns();
  await workbench.command('contrail.openEpisode', sample);
  await take('episode', 'dark');
  await workbench.command('workbench.action.toggleSidebarVisibility');
  await workbench.command('contrail.compareWithExpert', sample);
  await take('compare', 'light');
  await page.setViewportSize({ width: 1200, height: 900 });
  await workbench.command('contrail.showDashboard', {});
  await take('dashboard', 'dark', 'light');
} finally {
  await workbench.close();
  rmSync(folder, { recursive: true });
}
