import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as vscode from 'vscode';
import { readingLimits } from '../../../src/engine/trajectory/excerpt.ts';
import { trajectoryText } from '../../../src/engine/trajectory/text.ts';
import { episode, step } from '../../engine/episodes.ts';
import { eventually, folderOf, openEpisode, provided, writeEpisodes } from './episodeFolder.ts';

const page = Array.from({ length: 200 }, (_, index) => `row ${index + 1}`).join('\n');
const around = [step('go to desk 1', 'Nothing there.'), step('go to shelf 1', 'A pen 1.')];
const trajectory = episode({
  id: 'task-1#0',
  steps: [
    step('look', 'You see a mug 1.', { usage: { promptTokens: 9, completionTokens: 4 }, logProbability: -2 }),
    step('!fly to the moon', 'Nothing happens.'),
    step('read page', page, { reward: 0.5 }),
    ...around,
    ...around,
    ...around,
  ],
  reward: 0.5,
});

const other = episode({ id: 'task-1#1', does: 'look take', reward: 1 });

async function open(t: Parameters<typeof folderOf>[0], more: Readonly<Record<string, unknown>> = {}) {
  const file = writeEpisodes(folderOf(t), [trajectory, other]);
  return { file, editor: await openEpisode({ file, id: trajectory.id, ...more }) };
}

const lineOf = (document: vscode.TextDocument, words: string) =>
  document.getText().slice(0, document.getText().indexOf(words)).split('\n').length - 1;

test('an episode is a read-only text in a language of its own', async t => {
  const { editor } = await open(t);
  const { document } = editor;
  assert.equal(document.languageId, 'trajectory');
  assert.equal(document.getText(), trajectoryText(trajectory, readingLimits(60)).text);
  assert.match(document.uri.path, /task-1#0\.trajectory$/);
  assert.equal(vscode.workspace.fs.isWritableFileSystem('contrail-episode'), false);
});

test('the outline names the task, each step by its action, and the end', async t => {
  const { editor } = await open(t);
  const symbols = await provided<vscode.DocumentSymbol[]>('DocumentSymbolProvider', editor.document.uri);
  assert.deepEqual(
    symbols.map(({ name }) => name),
    [
      'Task: put a mug on the desk.',
      'Opening',
      '1 look',
      '2 fly to the moon',
      '3 read page',
      ...[4, 6, 8].flatMap(number => [`${number} go to desk 1`, `${number + 1} go to shelf 1`]),
      'Ended: step-limit',
    ],
  );
  assert.equal(symbols[3]?.detail, 'invalid-action');
  const [action] = symbols[4]!.children;
  assert.deepEqual([action?.name, action?.children[0]?.name], ['Action', 'Observation']);
});

test('steps, long parts and repetitions fold, these below their first time', async t => {
  const { editor } = await open(t);
  const { document } = editor;
  const ranges = await provided<vscode.FoldingRange[]>('FoldingRangeProvider', document.uri);
  const folds = new Map(ranges.map(({ start, end }) => [start, end]));
  const lines = document.getText().split('\n');
  assert.equal(
    folds.get(lineOf(document, 'Thought: I try.\nAction: look')),
    lineOf(document, '  Observation: You see'),
  );
  assert.equal(lines[folds.get(lineOf(document, '  Observation:\n    row 1'))!], '    row 200');
  const second = lineOf(document, 'Ended:') - 1 - 4 * 4;
  assert.equal(lines[second], '');
  assert.equal(folds.get(second), lineOf(document, 'Ended:') - 2);
});

test('problems are listed with their kind while the episode is open, and only then', async t => {
  const { editor } = await open(t);
  const { uri } = editor.document;
  const found = await eventually(
    () => vscode.languages.getDiagnostics(uri),
    ({ length }) => length === 2,
  );
  assert.deepEqual(
    found.map(({ code, message, severity, range }) => [code, message, severity, editor.document.getText(range)]),
    [
      [
        'invalid-action',
        'The environment did not understand the action.',
        vscode.DiagnosticSeverity.Warning,
        'fly to the moon',
      ],
      [
        'revisiting-loop',
        'Steps 6 to 9 repeat earlier actions and learn nothing new.',
        vscode.DiagnosticSeverity.Information,
        'go to desk 1',
      ],
    ],
  );
  await vscode.commands.executeCommand('workbench.action.closeAllEditors');
  assert.deepEqual(
    await eventually(
      () => vscode.languages.getDiagnostics(uri),
      ({ length }) => length === 0,
    ),
    [],
  );
});

test('beside the actions stands what the text does not count', async t => {
  const { editor } = await open(t);
  const all = new vscode.Range(0, 0, editor.document.lineCount, 0);
  const hints = await provided<vscode.InlayHint[]>('InlayHintProvider', editor.document.uri, all);
  assert.deepEqual(
    hints.slice(0, 3).map(({ label }) => label),
    ['step 1 · 4 tokens', 'step 2', 'step 3 · reward 0 → 0.5'],
  );
  assert.equal(hints.length, trajectory.steps.length);
  const first = new vscode.Range(new vscode.Position(0, 0), hints[0]!.position);
  assert.equal((await provided<vscode.InlayHint[]>('InlayHintProvider', editor.document.uri, first)).length, 1);
});

test('semantic colours tell refused actions, objects of the task and what is left out', async t => {
  const { editor } = await open(t);
  const { uri } = editor.document;
  const all = new vscode.Range(0, 0, editor.document.lineCount, 0);
  const legend = await (vscode.commands.executeCommand(
    'vscode.provideDocumentRangeSemanticTokensLegend',
    uri,
    all,
  ) as Thenable<vscode.SemanticTokensLegend>);
  const { data } = (await vscode.commands.executeCommand(
    'vscode.provideDocumentRangeSemanticTokens',
    uri,
    all,
  )) as vscode.SemanticTokens;
  const words: string[] = [];
  let line = 0;
  let character = 0;
  for (let at = 0; at < data.length; at += 5) {
    const [lines, characters, length, type] = data.subarray(at, at + 4) as unknown as [number, number, number, number];
    character = lines === 0 ? character + characters : characters;
    line += lines;
    const range = new vscode.Range(line, character, line, character + length);
    words.push(`${legend.tokenTypes[type]}: ${editor.document.getText(range)}`);
  }
  assert.deepEqual(
    words.filter(word => !/: (mug|desk)$/.test(word)),
    [
      'taskObject: mug 1',
      'invalidAction: fly to the moon',
      'omission: … 141 lines left out',
      ...[1, 2, 3].flatMap(() => ['taskObject: desk 1']),
    ],
  );
  assert.deepEqual(words.slice(0, 2), ['taskObject: mug', 'taskObject: desk']);
  const { contributes } = vscode.extensions.getExtension('contrail.contrail')!.packageJSON as {
    readonly contributes: { readonly semanticTokenTypes: readonly { readonly id: string }[] };
  };
  assert.deepEqual(
    contributes.semanticTokenTypes.map(({ id }) => id),
    legend.tokenTypes,
  );
});

test('what is left out opens in full', async t => {
  const { editor } = await open(t);
  const links = await provided<vscode.DocumentLink[]>('LinkProvider', editor.document.uri);
  const gap = links.find(({ range }) => editor.document.getText(range) === '… 141 lines left out');
  assert.equal(gap?.tooltip, 'Show the whole observation');
  const part = await vscode.workspace.openTextDocument(gap!.target!);
  assert.equal(part.getText(), page);
  assert.equal(part.languageId, 'plaintext');
});

test('an episode opens at a step, and a step that is not there is told', async t => {
  const { editor, file } = await open(t, { step: 3 });
  assert.equal(editor.document.lineAt(editor.selection.active.line + 1).text, 'Action: read page');
  await assert.rejects(openEpisode({ file, id: trajectory.id, step: 40 }), /has 9 steps, but no step 40/);
});

test('an episode that is not there is told, with its file', async t => {
  const { file } = await open(t);
  await assert.rejects(openEpisode({ file, id: 'nobody#7' }), /"nobody#7" does not stand in .*episodes\.trajectories/);
  await assert.rejects(openEpisode({ file: `${file}.gone`, id: 'a' }), /\.gone/);
  // Named in full it is opened while it is read, and then says why it shows nothing.
  await assert.rejects(openEpisode({ file, id: 'nobody#7', line: 1 }), /"nobody#7" does not stand in/);
  assert.match(vscode.window.activeTextEditor?.document.getText() ?? '', /cannot be shown[\s\S]*"nobody#7"/);
});

test('a line that has moved opens the episode where it stands now', async t => {
  const { editor, file } = await open(t);
  const moved = await openEpisode({ file, id: trajectory.id, line: 40 });
  assert.equal(moved.document.uri.toString(), editor.document.uri.toString());
  assert.equal(vscode.window.visibleTextEditors.length, 1);
});

test('one episode has one document, however it was named', async t => {
  const { editor, file } = await open(t);
  const again = await openEpisode({ file: vscode.Uri.file(file).toString(), id: trajectory.id, line: 1 });
  assert.equal(again.document.uri.toString(), editor.document.uri.toString());
});
