/**
 * Takes README's pictures anew: `node test/editor/pictures.ts <workspace>`, after `npm run build`, on the workspace that
 * `npm run demo` leaves. They are committed below `media/pictures` and are no part of the package.
 */
import { mkdirSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { HumanError } from '../../src/engine/problem.ts';
import { findEditor } from './editor.ts';
import type { Theme } from './theme.ts';
import { openWorkbench } from './workbench.ts';

const [workspace] = process.argv.slice(2).map(path => resolve(path));
if (!workspace) throw new HumanError('Name the workspace that npm run demo left.');
const folder = join(dirname(fileURLToPath(import.meta.url)), '..', '..', 'media', 'pictures');
mkdirSync(folder, { recursive: true });

const workbench = await openWorkbench({ editor: await findEditor(), workspace });
const { page } = workbench;
const episodes = join(workspace, 'runs', 'demo', 'seed-1', 'iteration-1', 'explore', 'episodes.trajectories.jsonl');

async function take(name: string, ...themes: readonly Theme[]): Promise<void> {
  for (const theme of themes) {
    await workbench.setTheme(theme);
    await page.waitForTimeout(2500);
    await page.screenshot({ path: join(folder, `${name}-${theme}.png`) });
  }
  await workbench.command('workbench.action.closeAllEditors');
}

await page.setViewportSize({ width: 1200, height: 720 });
await workbench.command('workbench.view.extension.contrail');
await workbench.command('contrail.openEpisodeFile', { file: episodes, filter: 'reward < 1 and loops' });
await take('episodes', 'dark', 'light');
await workbench.command('workbench.action.toggleSidebarVisibility');
const sample = { file: episodes, id: '1-train-64#0' };
await workbench.command('contrail.openEpisode', sample);
await take('episode', 'dark');
await workbench.command('contrail.compareWithExpert', sample);
await take('compare', 'light');
await page.setViewportSize({ width: 1200, height: 900 });
await workbench.command('contrail.showDashboard', {});
await take('dashboard', 'dark', 'light');
await workbench.close();
