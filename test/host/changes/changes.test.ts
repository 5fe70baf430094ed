import assert from 'node:assert/strict';
import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import * as vscode from 'vscode';
import { eventually, folderOf, openEpisode, provided } from '../episodes/episodeFolder.ts';
import { smallRun } from '../smallRun.ts';

const explored = 'explore/episodes.trajectories.jsonl';

/** A copy of the small run, whose iteration a test may write into. */
async function ownRun(t: TestContext) {
  const folder = join(folderOf(t), 'run');
  cpSync((await smallRun()).run, folder, { recursive: true });
  const file = (path: string) => join(folder, 'seed-1', 'iteration-1', ...path.split('/'));
  const [first] = readFileSync(file(explored), 'utf8').split('\n');
  const { trajectory_id: id } = JSON.parse(first!) as { trajectory_id: string };
  return { folder, file, id };
}

const changesOf = async (run: string, more: object = {}) =>
  vscode.commands.executeCommand<string>('contrail.showChanges', { run, wait: true, ...more });

/** What the hover and the hint of an episode's first action say. */
async function told(file: string, id: string) {
  const { document } = await openEpisode({ file, id });
  const all = new vscode.Range(0, 0, document.lineCount, 0);
  const hints = await provided<vscode.InlayHint[]>('InlayHintProvider', document.uri, all);
  const at = new vscode.Position(hints[0]!.position.line, 2);
  const hovers = await provided<vscode.Hover[]>('HoverProvider', document.uri, at);
  const contents = hovers.flatMap(hover => hover.contents as vscode.MarkdownString[]);
  return {
    hint: String(hints[0]!.label),
    hover: contents.map(({ value }) => value.replaceAll('&nbsp;', ' ')).join('\n'),
    contents,
    document,
  };
}

test('what changed is reported, and told beside every turn from then on', async t => {
  const { folder, file, id } = await ownRun(t);
  assert.doesNotMatch((await told(file(explored), id)).hint, /log p/);
  const text = await changesOf(folder);
  assert.match(text, /^What changed: cloning → iteration 1 \(ETO, seed 1\)/);
  const [first] = readFileSync(file('changes.jsonl'), 'utf8').split('\n');
  const { before, after } = JSON.parse(first!) as { before: number[]; after: number[] };
  const nats = (value: number) =>
    value
      .toFixed(1)
      .replace(/^-0\.0$/, '0.0')
      .replace('-', '−');
  const change = `${nats(before[0]!)} → ${nats(after[0]!)}`;
  const { hint, hover } = await eventually(
    () => told(file(explored), id),
    ({ hint }) => hint.includes('log p'),
  );
  assert.ok(hint.endsWith(`log p ${change}`), hint);
  assert.match(hover, /in iteration 1 since cloning .{1,2}(less|more|about as) likely/);
  const evaluated = await told(
    join(folder, 'seed-1', 'iteration-0', 'evaluate', 'episodes.trajectories.jsonl'),
    firstId(folder),
  );
  assert.match(evaluated.hint, /log p/);
});

function firstId(run: string): string {
  const path = join(run, 'seed-1', 'iteration-0', 'evaluate', 'episodes.trajectories.jsonl');
  return (JSON.parse(readFileSync(path, 'utf8').split('\n')[0]!) as { trajectory_id: string }).trajectory_id;
}

test('the report opens as a read-only document', async t => {
  const { folder } = await ownRun(t);
  await vscode.commands.executeCommand('contrail.showChanges', { run: folder });
  const { document } = vscode.window.activeTextEditor!;
  assert.equal(document.uri.scheme, 'contrail-changes');
  assert.match(document.getText(), /^What changed:/);
  assert.match(document.uri.path, /cloning → iteration 1 \(ETO, seed 1\)\.txt$/);
});

test('hints can be switched off', async t => {
  const { folder, file, id } = await ownRun(t);
  await changesOf(folder);
  const settings = vscode.workspace.getConfiguration('contrail');
  await settings.update('episode.turnChanges', false, vscode.ConfigurationTarget.Global);
  t.after(() => settings.update('episode.turnChanges', undefined, vscode.ConfigurationTarget.Global));
  assert.doesNotMatch((await told(file(explored), id)).hint, /log p/);
});

test('a hostile or damaged file of changes shows nothing but text, or nothing', async t => {
  const { folder, file, id } = await ownRun(t);
  await changesOf(folder);
  const [first] = readFileSync(file('changes.jsonl'), 'utf8').split('\n');
  const line = JSON.parse(first!) as Record<string, unknown> & { tokens: number[] };
  const name = '[x](command:workbench.action.quit) <b>\u202e\u001b[31m ```';
  const hostile = { ...line, from: { name, identity: 'a' } };
  writeFileSync(file('changes.jsonl'), `no json\n${JSON.stringify({ ...line, id: 7 })}\n${JSON.stringify(hostile)}\n`);
  const shown = await eventually(
    () => told(file(explored), id),
    ({ hover }) => hover.includes('command'),
  );
  assert.ok(!/\[x\]\(command|<b>|\u202e/.test(shown.hover), shown.hover);
  for (const { isTrusted, supportHtml } of shown.contents) assert.ok(!isTrusted && !supportHtml);
  // Of an episode that was another one then, nothing is said.
  const other = {
    ...line,
    ...Object.fromEntries(['tokens', 'before', 'after', 'actionBefore', 'actionAfter'].map(key => [key, [1]])),
  };
  writeFileSync(file('changes.jsonl'), `${JSON.stringify(line.tokens.length === 1 ? { ...other, id: 'x' } : other)}\n`);
  assert.doesNotMatch((await told(file(explored), id)).hint, /log p/);
});

test('what cannot be compared is said', async t => {
  const { folder } = await ownRun(t);
  await assert.rejects(changesOf(folder, { iteration: 9 }), /no policy trained at seed 1, iteration 9/);
  await assert.rejects(changesOf(folder, { arm: 'best-of-n' }), /trains no policy/);
  await assert.rejects(changesOf(folder, { seed: -1 }), /seed is to be a whole number/);
  await assert.rejects(changesOf(join(folder, 'nowhere')), /no run folder/);
});
