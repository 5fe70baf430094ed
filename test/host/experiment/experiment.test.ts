import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';
import * as vscode from 'vscode';

const command = vscode.commands.executeCommand;

function folderOf(t: TestContext): string {
  const workspace = realpathSync(vscode.workspace.workspaceFolders![0]!.uri.fsPath);
  const folder = mkdtempSync(join(workspace, 'experiment-'));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** Opens a `contrail.json` with a text and its cursor where `|` stands. */
async function open(t: TestContext, marked: string): Promise<{ document: vscode.TextDocument; at: vscode.Position }> {
  const offset = marked.indexOf('|');
  const file = join(folderOf(t), 'contrail.json');
  writeFileSync(file, marked.replace('|', ''));
  const document = await vscode.workspace.openTextDocument(file);
  await vscode.window.showTextDocument(document);
  return { document, at: document.positionAt(offset) };
}

/** Asks until the answer is as it should be; language services of others start when they like. */
async function eventually<T>(ask: () => Thenable<T>, isRight: (value: T) => boolean): Promise<T> {
  for (const end = Date.now() + 15_000; ; await delay(50)) {
    const value = await ask();
    if (isRight(value) || Date.now() > end) return value;
  }
}

test('makes the sample experiment, opens it, and never writes over one', async t => {
  await vscode.extensions.getExtension('contrail.contrail')!.activate();
  const folder = folderOf(t);
  const configuration = join(folder, 'contrail.json');
  assert.deepEqual(await command('contrail.newExperiment', { folder }), { configuration });
  assert.equal(vscode.window.activeTextEditor?.document.uri.fsPath, configuration);
  const text = readFileSync(configuration, 'utf8');
  assert.match(text, /"name": "demo"/);
  await assert.rejects(async () => command('contrail.newExperiment', { folder, name: 'other' }), /is there already/);
  assert.equal(readFileSync(configuration, 'utf8'), text);
});

test('makes the experiment that a script describes, or says what is missing', async t => {
  const folder = folderOf(t);
  await command('contrail.newExperiment', {
    folder,
    name: 'served',
    environment: 'alfworld',
    root: join(folder, 'games'),
    policy: 'openai',
    baseURL: 'http://127.0.0.1:8000/v1',
    model: 'm',
  });
  const text = readFileSync(join(folder, 'contrail.json'), 'utf8');
  assert.match(text, /"root": "games"/);
  assert.doesNotMatch(text, /keyVariable/);
  await assert.rejects(
    async () => command('contrail.newExperiment', { folder, policy: 'openai' }),
    /baseURL is missing/,
  );
  await assert.rejects(async () => command('contrail.newExperiment', { folder, name: '../x' }), /a name is of letters/);
});

test('contrail.json offers its stages above their keys', async t => {
  const { document } = await open(t, '{\n  "iterations": 2,\n  "explore": {}\n}');
  const lenses = await command<vscode.CodeLens[]>('vscode.executeCodeLensProvider', document.uri, 20);
  const found = lenses.map(({ range, command: action }) => `${range.start.line} ${action?.title}`).sort();
  assert.deepEqual(found, [
    '0 Build pairs',
    '0 Evaluate',
    '0 Run iterations',
    '0 Train',
    '1 Run iterations',
    '2 Explore only',
  ]);
});

test('contrail.json is completed from its schema, with what a key means', async t => {
  const { document, at } = await open(t, '{\n  "policy": { "kind": "builtin" },\n  |\n}');
  const list = await eventually(
    () => command<vscode.CompletionList>('vscode.executeCompletionItemProvider', document.uri, at, undefined, 50),
    ({ items }) => items.some(({ label }) => label === 'iterations'),
  );
  const iterations = list.items.find(({ label }) => label === 'iterations');
  assert.ok(iterations, list.items.map(({ label }) => label).join(', '));
  const text = iterations.documentation;
  assert.match(typeof text === 'string' ? text : (text?.value ?? ''), /How often explore, pair, train and evaluate/);
});

test('a key of contrail.json tells under the mouse what it means', async t => {
  const { document, at } = await open(t, '{ "policy": { "kind": "builtin" }, "explore": { "roll|outs": 5 } }');
  const hovers = await eventually(
    () => command<vscode.Hover[]>('vscode.executeHoverProvider', document.uri, at),
    found => found.length > 0,
  );
  const text = hovers.flatMap(({ contents }) => contents.map(part => (typeof part === 'string' ? part : part.value)));
  assert.match(text.join('\n'), /Episodes a task/);
});

test('what is wrong in contrail.json is told at its place, and no longer when it is right', async t => {
  const { document } = await open(t, '{\n  "policy": { "kind": "builtin" },\n  "itertions": 0\n}');
  const own = async () => vscode.languages.getDiagnostics(document.uri).filter(({ source }) => source === 'contrail');
  const [problem, ...others] = await eventually(own, found => found.length > 0);
  assert.deepEqual(others, []);
  assert.match(problem!.message, /itertions: Unknown key\. Did you mean "iterations"\?/);
  assert.equal(document.getText(problem!.range), '"itertions"');
  const edit = new vscode.WorkspaceEdit();
  edit.replace(document.uri, problem!.range, '"iterations"');
  await vscode.workspace.applyEdit(edit);
  assert.deepEqual(await eventually(own, found => found.length === 0), []);
});
