import assert from 'node:assert/strict';
import { appendFileSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';
import * as vscode from 'vscode';
import { encodeTrajectory } from '../../../src/engine/trajectory/atif.ts';
import { episodeAddress } from '../../../src/host/episodes/episodeUri.ts';
import { episode } from '../../engine/episodes.ts';

const command = vscode.commands.executeCommand;

const lines = Array.from({ length: 5 }, (_, index) => `${encodeTrajectory(episode({ id: `e${index}` }))}\n`).join('');

/** Writes a file into the workspace; it and all editors are gone after the test. */
function fileOf(t: TestContext, name: string, content: string): vscode.Uri {
  const workspace = realpathSync(vscode.workspace.workspaceFolders![0]!.uri.fsPath);
  const folder = mkdtempSync(join(workspace, 'episode-file-'));
  t.after(async () => {
    await command('workbench.action.closeAllEditors');
    rmSync(folder, { recursive: true, force: true });
  });
  const path = join(folder, name);
  writeFileSync(path, content);
  return vscode.Uri.file(path);
}

function activeInput(): unknown {
  return vscode.window.tabGroups.activeTabGroup.activeTab?.input;
}

async function eventually<T>(ask: () => T, isRight: (value: T) => boolean): Promise<T> {
  for (const end = Date.now() + 15_000; ; await delay(50)) {
    const value = ask();
    if (isRight(value) || Date.now() > end) return value;
  }
}

function isList(input: unknown, file: vscode.Uri): boolean {
  return (
    input instanceof vscode.TabInputCustom &&
    input.viewType === 'contrail.episodes' &&
    input.uri.toString() === file.toString()
  );
}

test('a *.trajectories.jsonl opens as a list, any other .jsonl as text, and each as the other', async t => {
  const ours = fileOf(t, 'a.trajectories.jsonl', lines);
  const other = fileOf(t, 'other.jsonl', lines);
  await command('vscode.open', ours);
  assert.ok(isList(activeInput(), ours));
  await command('vscode.open', other);
  assert.ok(activeInput() instanceof vscode.TabInputText);
  await command('contrail.openEpisodeFile', other);
  assert.ok(isList(activeInput(), other));
  await command('contrail.openAsText');
  assert.ok(activeInput() instanceof vscode.TabInputText);
  await command('contrail.openAsText', { file: ours.fsPath });
  const input = activeInput();
  assert.ok(input instanceof vscode.TabInputText && input.uri.toString() === ours.toString());
  await command('contrail.openEpisodeFile', { file: ours.toString(), filter: 'reward < 1' });
  assert.ok(isList(activeInput(), ours));
});

test('malformed lines of an open file stand in the Problems panel until it is closed', async t => {
  const file = fileOf(t, 'half.trajectories.jsonl', `${lines}{"half": \nnot JSON\n`);
  await command('vscode.open', file);
  const problems = () => vscode.languages.getDiagnostics(file);
  const found = await eventually(problems, all => all.length === 2);
  assert.deepEqual(
    found.map(({ range, source }) => [range.start.line, source]),
    [
      [5, 'Contrail'],
      [6, 'Contrail'],
    ],
  );
  const address = episodeAddress(found[1]!.relatedInformation![0]!.location.uri);
  assert.deepEqual([address?.file.toString(), address?.line], [file.toString(), 7]);
  appendFileSync(file.fsPath, '[]\n');
  assert.equal((await eventually(problems, all => all.length === 3)).at(-1)!.range.start.line, 7);
  await command('workbench.action.closeAllEditors');
  assert.deepEqual(await eventually(problems, all => all.length === 0), []);
});

test('a file with more malformed lines than anyone reads says how many more there are', async t => {
  const file = fileOf(t, 'many.trajectories.jsonl', 'x\n'.repeat(1200));
  await command('vscode.open', file);
  const problems = () => vscode.languages.getDiagnostics(file);
  const found = await eventually(problems, all => all.at(-1)?.message.startsWith('700 more') === true);
  assert.equal(found.length, 501);
  assert.match(found.at(-1)!.message, /^700 more lines are no episodes\./);
});

test('a file of another file system is read through it, and again when it changes', async t => {
  let content = Buffer.from(`${lines}not JSON\n`);
  const changes = new vscode.EventEmitter<vscode.FileChangeEvent[]>();
  const unsupported = () => {
    throw vscode.FileSystemError.NoPermissions();
  };
  const registration = vscode.workspace.registerFileSystemProvider(
    'contrail-test',
    {
      onDidChangeFile: changes.event,
      watch: () => new vscode.Disposable(() => {}),
      stat: () => ({ type: vscode.FileType.File, ctime: 0, mtime: content.length, size: content.length }),
      readFile: () => content,
      readDirectory: () => [],
      createDirectory: unsupported,
      writeFile: unsupported,
      delete: unsupported,
      rename: unsupported,
    },
    { isReadonly: true },
  );
  const file = vscode.Uri.parse('contrail-test:/folder/virtual.trajectories.jsonl');
  t.after(async () => {
    await command('workbench.action.closeAllEditors');
    registration.dispose();
  });
  await command('vscode.open', file);
  const problems = () => vscode.languages.getDiagnostics(file);
  assert.equal((await eventually(problems, all => all.length === 1))[0]?.range.start.line, 5);
  content = Buffer.from(`${lines}${lines}not JSON\n[]\n`);
  changes.fire([{ type: vscode.FileChangeType.Changed, uri: file }]);
  const again = await eventually(problems, all => all.length === 2);
  assert.deepEqual(
    again.map(({ range }) => range.start.line),
    [10, 11],
  );
});
