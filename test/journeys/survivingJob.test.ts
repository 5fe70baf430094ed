import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';
import { readJob } from '../../src/node/jobState.ts';
import { requestStop } from '../../src/node/stopRequest.ts';
import { editorFor } from '../editor/editor.ts';
import { openWorkbench } from '../editor/workbench.ts';

/** A workspace with an exploration that takes a second or two and one that takes minutes. */
function workspaceOf(t: TestContext) {
  const workspace = mkdtempSync(join(tmpdir(), 'contrail-surviving-'));
  const runs = { short: join(workspace, 'short', 'runs', 'short'), long: join(workspace, 'long', 'runs', 'long') };
  for (const [name, train] of Object.entries({ short: 150, long: 50_000 })) {
    mkdirSync(join(workspace, name));
    const experiment = {
      name,
      environment: { tasks: { train } },
      policy: { kind: 'random' },
      explore: { rollouts: 2 },
    };
    writeFileSync(join(workspace, name, 'contrail.json'), JSON.stringify(experiment));
  }
  t.after(async () => {
    if (await readJob(runs.long)) {
      requestStop(runs.long);
      await end(runs.long);
    }
    rmSync(workspace, { recursive: true, force: true, maxRetries: 5 });
  });
  return { workspace, runs };
}

async function end(run: string): Promise<string> {
  for (const limit = Date.now() + 60_000; Date.now() < limit; await delay(50)) {
    const state = await readJob(run);
    if (state && state.status !== 'running') return state.status;
  }
  throw new Error(`The job in ${run} does not end.`);
}

test('jobs go on while the window is dead; the next one shows what runs and what happened meanwhile', async t => {
  const editor = await editorFor(t);
  if (!editor) return;
  const { workspace, runs } = workspaceOf(t);
  const data = mkdtempSync(join(tmpdir(), 'contrail-surviving-data-'));
  t.after(() => rmSync(data, { recursive: true, force: true, maxRetries: 5 }));

  const first = await openWorkbench({ editor, workspace, data });
  for (const name of ['long', 'short'])
    await first.command('contrail.explore', { configuration: join(workspace, name, 'contrail.json') });
  await first.kill();
  assert.equal(await end(runs.short), 'finished');
  assert.equal((await readJob(runs.long))?.status, 'running');

  const second = await openWorkbench({ editor, workspace, data });
  t.after(() => second.close());
  const opened = performance.now();
  const item = second.page.locator('.statusbar-item', { hasText: 'long: ' });
  await item.waitFor();
  t.diagnostic(`found again ${(performance.now() - opened).toFixed(0)} ms after the extension host answered`);
  await second.command('notifications.showList');
  const notification = (text: RegExp) => second.page.locator('.notification-list-item', { hasText: text }).waitFor();
  await notification(/short finished.*: 300 of 300 episodes/);

  // The item is drawn anew whenever the job gets on, and a click in that moment is lost.
  const log = second.page.getByRole('tab', { name: 'long.log' });
  for (let tries = 0; tries < 10 && !(await log.isVisible()); tries++) {
    await item.click();
    await log.waitFor({ timeout: 3000 }).catch(() => {});
  }
  await log.waitFor();
  await second.command('contrail.stopJob', { run: runs.long });
  assert.equal(await end(runs.long), 'stopped');
  await item.waitFor({ state: 'hidden' });
  await notification(/long stopped at seed 1, iteration 1, explore/);
});
