import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as vscode from 'vscode';
import { episode, step } from '../../engine/episodes.ts';
import { folderOf, openEpisode, writeEpisodes } from './episodeFolder.ts';

const trajectory = episode({
  steps: [
    step('one'),
    step('!two', 'Nothing happens.'),
    step('three'),
    step('!four', 'Nothing happens.'),
    step('five'),
  ],
});

test('keys go from step to step and from problem to problem', async t => {
  const file = writeEpisodes(folderOf(t), [trajectory]);
  const editor = await openEpisode({ file, id: trajectory.id });
  const press = async (id: string) => {
    await vscode.commands.executeCommand(`contrail.${id}`);
    const { line } = editor.selection.active;
    const { text } = editor.document.lineAt(line);
    return text.startsWith('Thought') ? editor.document.lineAt(line + 1).text : text;
  };
  assert.equal(await press('nextStep'), 'Action: one');
  assert.equal(await press('nextStep'), 'Action: two');
  assert.equal(await press('nextProblem'), 'Action: two', 'the problem is at the action, below the thought');
  assert.equal(await press('nextProblem'), 'Action: four');
  assert.equal(await press('nextProblem'), 'Action: four', 'there is no further problem');
  assert.equal(await press('previousStep'), 'Action: three');
  assert.equal(await press('previousProblem'), 'Action: two');
  assert.equal(await press('lastStep'), 'Action: five');
  assert.equal(await press('nextStep'), 'Ended: step-limit');
  assert.equal(await press('nextStep'), 'Ended: step-limit');
  assert.equal(await press('previousStep'), 'Action: five');
  assert.equal(await press('firstStep'), 'Action: one');
  assert.equal(await press('previousStep'), 'Task: put a mug on the desk.');
  assert.ok(editor.visibleRanges.some(range => range.contains(editor.selection)));
});
