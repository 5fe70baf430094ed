import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as vscode from 'vscode';
import { episode, step } from '../../engine/episodes.ts';
import { eventually, folderOf, openEpisode, provided, writeEpisodes } from './episodeFolder.ts';

const evil =
  '[click](command:workbench.action.quit) <img src=x onerror=alert(1)> `````\n```` $(error) \u001b[31m \u202e';
const trajectory = episode({
  id: '../..[x](command:y)\u202e#0',
  task: { id: evil, instruction: evil, environment: evil },
  opening: evil,
  policy: evil,
  steps: [step(evil, evil, { thought: evil, text: evil, reasoning: `\`\`\`\n${evil}` })],
});

const acting = /(?![\t\n])[\p{Cc}\p{Bidi_Control}]/u;

test('what acts is shown, in the text, the tab, the outline and the links', async t => {
  const file = writeEpisodes(folderOf(t), [trajectory]);
  const { document } = await openEpisode({ file, id: trajectory.id });
  assert.doesNotMatch(document.getText(), acting);
  assert.doesNotMatch(document.uri.path, acting);
  const symbols = await provided<vscode.DocumentSymbol[]>('DocumentSymbolProvider', document.uri);
  for (const { name } of symbols) assert.doesNotMatch(name, acting);
  const links = await provided<vscode.DocumentLink[]>('LinkProvider', document.uri);
  assert.deepEqual(links, [], 'where the task has no line of its own, nothing leads from it');
});

test('nothing of a recording stands unfenced in a hover, nothing in it is trusted', async t => {
  const file = writeEpisodes(folderOf(t), [trajectory]);
  const { document } = await openEpisode({ file, id: trajectory.id });
  for (let line = 0; line < document.lineCount; line++) {
    const hovers = await provided<vscode.Hover[]>('HoverProvider', document.uri, new vscode.Position(line, 0));
    for (const content of hovers.flatMap(({ contents }) => contents) as vscode.MarkdownString[]) {
      assert.ok(!content.isTrusted && !content.supportHtml && !content.supportThemeIcons);
      const outside = content.value.replaceAll(/^(`{3,})text\n[\s\S]*?\n\1$/gm, '');
      assert.doesNotMatch(outside.replaceAll(/^ {4}.*$/gm, ''), /command|<img|`/, outside);
      assert.doesNotMatch(content.value, acting);
    }
  }
});

test('code lenses give our own commands fixed arguments', async t => {
  const file = writeEpisodes(folderOf(t), [trajectory]);
  const { document } = await openEpisode({ file, id: trajectory.id });
  const lenses = await provided<vscode.CodeLens[]>('CodeLensProvider', document.uri);
  assert.ok(lenses.length > 0);
  for (const { command } of lenses) assert.match(command!.command, /^contrail\.\w+$/);
});

test('a line that is no episode is shown with its problem at its place', async t => {
  const line = `{"schema_version": "ATIF-v1.8", \u001b[31m "steps": ]}`;
  const file = writeEpisodes(folderOf(t), [episode(), line, 'x'.repeat(100_000)]);
  const editor = await openEpisode({ file, line: 2 });
  const { document } = editor;
  assert.match(document.getText(), /^This line is no episode\.\n {2}Problem: /);
  assert.match(document.getText(), /\n {4}\{"schema_version": "ATIF-v1\.8", \\u\{1b\}\[31m "steps": \]\}\n$/);
  const [found] = await eventually(
    () => vscode.languages.getDiagnostics(document.uri),
    ({ length }) => length > 0,
  );
  assert.equal(found?.code, 'malformed-line');
  assert.equal(document.lineAt(found!.range.start.line).text.slice(0, 5), '    {');
  const long = await openEpisode({ file, line: 3 });
  assert.match(long.document.getText(), /… [\d,]+ characters left out/);
});

test('an address that names nothing is a text that says so', async () => {
  const gone = vscode.Uri.from({
    scheme: 'contrail-episode',
    path: '/a.trajectory',
    query: '{"file":"file:///no/a.jsonl","id":"a"}',
  });
  const document = await vscode.workspace.openTextDocument(gone);
  assert.match(document.getText(), /^This episode cannot be shown\.\n {2}Problem: /);
});
