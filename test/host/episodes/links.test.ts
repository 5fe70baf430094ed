import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import * as vscode from 'vscode';
import { episode, step } from '../../engine/episodes.ts';
import { eventually, folderOf, openEpisode, provided, writeEpisodes } from './episodeFolder.ts';

const parent = episode({ id: 'task-1#0', does: 'look take put' });
const forked = {
  ...episode({ id: 'task-1#1', does: 'look take wait' }),
  source: { ...parent.source, parent: { id: parent.id, steps: 2 } },
};

/** What each link covers, where it leads and what it says. */
async function linksOf(document: vscode.TextDocument) {
  const links = await provided<vscode.DocumentLink[]>('LinkProvider', document.uri);
  return links.map(({ range, target, tooltip }) => [
    `${range.start.line}: ${document.getText(range)}`,
    `${target?.path.split('/').at(-1)}#${target?.fragment}`,
    tooltip,
  ]);
}

test('an episode leads to its experiment, its line and the episode that it was forked from', async t => {
  const folder = folderOf(t);
  writeFileSync(join(folder, 'contrail.json'), '{\n  "name": "x",\n  "environment": { "name": "household" }\n}\n');
  const file = writeEpisodes(folder, [parent, forked]);
  const { document } = await openEpisode({ file, id: forked.id });
  const wait = document.getText().split('\n').indexOf('Action: wait');
  assert.deepEqual(await linksOf(document), [
    [`${wait - 1}: Thought`, 'task-1#0.trajectory#', 'Forked here: open the episode it was forked from'],
    ['1: household', 'contrail.json#L3', 'Open the experiment'],
    ['1: mug-1', 'episodes.trajectories.jsonl#L2', 'Open the file; the episode is line 2'],
  ]);
  const lenses = await provided<vscode.CodeLens[]>('CodeLensProvider', document.uri);
  const lens = lenses.find(({ command }) => command?.title === 'Open Parent')?.command;
  assert.deepEqual(lens?.arguments, [{ file: vscode.Uri.file(file).toString(), id: parent.id }]);
  await vscode.commands.executeCommand(lens!.command, ...lens!.arguments!);
  assert.match(vscode.window.activeTextEditor!.document.getText(), /Action: put/);
});

test('a task that looks like a path leads nowhere but to its own file', async t => {
  const evil = episode({ id: 'evil', task: { id: '../../../../etc/passwd', environment: '../..' }, does: 'look' });
  const file = writeEpisodes(folderOf(t), [evil]);
  const { document } = await openEpisode({ file, id: 'evil' });
  assert.deepEqual(
    (await linksOf(document)).map(([, target]) => target),
    ['episodes.trajectories.jsonl#L1'],
  );
});

test('how much of a long part is shown is a setting', async t => {
  const page = Array.from({ length: 30 }, (_, index) => `row ${index}`).join('\n');
  const file = writeEpisodes(folderOf(t), [episode({ id: 'a', steps: [step('look', page)] })]);
  const { document } = await openEpisode({ file, id: 'a' });
  assert.doesNotMatch(document.getText(), /left out/);
  const configuration = vscode.workspace.getConfiguration('contrail');
  t.after(() => configuration.update('episode.observationLines', undefined, vscode.ConfigurationTarget.Global));
  await configuration.update('episode.observationLines', 10, vscode.ConfigurationTarget.Global);
  assert.match(
    await eventually(
      () => document.getText(),
      text => text.includes('left out'),
    ),
    /… 21 lines left out/,
  );
});
