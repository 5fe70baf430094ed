import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import type { Frame } from 'playwright-core';
import { webviewWith } from '../editor/webviews.ts';
import type { Workbench } from '../editor/workbench.ts';
import { files, writeHostileFiles, writeLongLines } from './hostileFiles.ts';
import { eventually, folderFor, press, workbenchFor } from './person.ts';

/** Characters that act instead of being seen. */
const unseen = /(?![\t\n])[\p{Cc}\p{Bidi_Control}]/u;

/** What stands in the Problems panel for a file or an episode of it. */
function problemsOf(workbench: Workbench, file: string) {
  return workbench.call(
    (vscode, path) =>
      vscode.languages
        .getDiagnostics()
        .filter(([uri]) => uri.path === path)
        .flatMap(([, found]) => found.map(({ message, source }) => `${source}: ${message}`)),
    file,
  );
}

/** The list of a file, when its status line begins with these words. */
async function openList(workbench: Workbench, file: string, words: string): Promise<Frame> {
  await workbench.command('workbench.action.closeAllEditors');
  await workbench.open(file);
  const list = await webviewWith(workbench.page, words);
  await list.locator('.grid').focus();
  return list;
}

/** The text of the active document, once one of ours is. */
async function openedText({ call }: Workbench): Promise<string> {
  let text: string | null = null;
  await eventually(async () => {
    text = await call(vscode => {
      const document = vscode.window.activeTextEditor?.document;
      return document?.languageId === 'trajectory' ? document.getText() : null;
    }, undefined);
    return text !== null || 'No episode was opened.';
  });
  return text!;
}

/** Where the links of the active document lead, of every provider there is. */
function linkTargets({ call }: Workbench) {
  return call(async vscode => {
    const { uri } = vscode.window.activeTextEditor!.document;
    const links = await vscode.commands.executeCommand<import('vscode').DocumentLink[]>(
      'vscode.executeLinkProvider',
      uri,
    );
    return links.map(({ target }) => target?.scheme ?? 'none');
  }, undefined);
}

test('what is no trajectory is shown as what it is, and nothing in it acts', async t => {
  const workspace = folderFor(t);
  writeHostileFiles(workspace);
  const workbench = await workbenchFor(t, { workspace });
  if (!workbench) return;
  const { page } = workbench;
  const requests: string[] = [];
  page.on('request', request => requests.push(request.url()));
  await workbench.call(vscode => {
    const state = globalThis as { canary?: boolean };
    vscode.commands.registerCommand('contrailTests.canary', () => {
      state.canary = true;
    });
  }, undefined);

  for (const [name, { lines, malformed }] of Object.entries(files)) {
    await t.test(name, async () => {
      const file = join(workspace, name);
      const good = lines.length - malformed;
      const list = await openList(workbench, file, `${good} episode`);
      const words = new RegExp(`${malformed} malformed line${malformed === 1 ? '' : 's'}`);
      await eventually(
        async () => words.test(await list.locator('.status .words').innerText()) || 'There is no count.',
      );
      const rows = list.locator('.rows .row');
      await eventually(async () => (await rows.count()) === lines.length || `There are ${await rows.count()} rows.`);
      for (const text of await rows.allInnerTexts()) assert.doesNotMatch(text, unseen);
      assert.equal(await list.locator('.rows').locator('img, iframe, a, script').count(), 0);
      await eventually(async () => {
        const found = await problemsOf(workbench, file);
        return (found.length === malformed && found.every(each => each.startsWith('Contrail: '))) || found.join('\n');
      });
      await workbench.screenshot(`hostile-${name.split('.')[0]}`);
      for (let row = 0; row < lines.length; row++) {
        if (row === 0) await press(workbench, 'Home', 'Enter');
        else await workbench.command('contrail.openEpisode', { file, line: row + 1 });
        const text = await openedText(workbench);
        assert.match(text, /^(Task:|This line is no episode\.\n {2}Problem: \S)/);
        assert.doesNotMatch(text, unseen);
        // VS Code itself makes links of web addresses in any text, and asks before it follows one.
        for (const scheme of await linkTargets(workbench)) assert.match(scheme, /^(file|contrail-episode|http)$/);
      }
    });
  }

  await t.test('a hover links to nothing', async () => {
    await openList(workbench, join(workspace, 'acting.trajectories.jsonl'), '2 episodes');
    await press(workbench, 'Home', 'Enter');
    await openedText(workbench);
    await workbench.screenshot('hostile-episode');
    await press(workbench, 'j');
    await eventually(async () => {
      const line = await workbench.call(vscode => vscode.window.activeTextEditor!.selection.active.line, undefined);
      return line > 0 || 'The cursor did not move.';
    });
    await press(workbench, 'Control+k', 'Control+i');
    const hover = page.locator('.monaco-hover:visible', { hasText: 'Step 1 of 2' });
    await hover.waitFor();
    await workbench.screenshot('hostile-hover');
    assert.match(await hover.innerText(), /\[click\]\(command:/);
    assert.equal(await hover.locator('a[data-href], a[href], img').count(), 0);
  });

  await t.test('a run that is none is told of in the log, and the trees stay', async () => {
    await workbench.palette('View: Show Contrail');
    await workbench.command('contrail.refresh');
    await page.getByRole('treeitem', { name: /^contrail\.json/ }).waitFor();
    await eventually(async () => /is passed over/.test(workbench.log()) || 'The log does not tell of the run.');
    await workbench.screenshot('hostile-trees');
    for (const text of await page.locator('.pane .monaco-list-row').allInnerTexts()) assert.doesNotMatch(text, unseen);
  });

  await t.test('lines of 100 MB', async () => {
    const file = join(workspace, 'long.trajectories.jsonl');
    writeLongLines(file);
    const list = await openList(workbench, file, '2 episodes');
    await eventually(async () => (await problemsOf(workbench, file)).length === 2 || 'The long lines are no problems.');
    assert.equal(await list.locator('.rows .row').count(), 4);
    await workbench.screenshot('hostile-long');
    await press(workbench, 'Home', 'ArrowDown', 'Enter');
    const text = await openedText(workbench);
    assert.match(text, /^This line is no episode\.\n {2}Problem: The line is longer than 67108864 bytes/);
    assert.match(text, /… 104,8\d\d,\d{3} bytes left out\n$/);
  });

  assert.equal(await workbench.call(() => (globalThis as { canary?: boolean }).canary ?? false, undefined), false);
  assert.deepEqual(
    requests.filter(url => url.includes('x.test')),
    [],
  );
  assert.doesNotMatch(workbench.log(), /\[error\]/);
  assert.equal(await page.locator('.monaco-progress-container.active:visible').count(), 0);
});
