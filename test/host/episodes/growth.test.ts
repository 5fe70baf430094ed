import assert from 'node:assert/strict';
import { appendFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import * as vscode from 'vscode';
import { journalHeader, journalLine } from '../../../src/engine/exploration/journal.ts';
import { encodeTrajectory } from '../../../src/engine/trajectory/atif.ts';
import { episode, step, task } from '../../engine/episodes.ts';
import { eventually, folderOf, openEpisode, writeEpisodes } from './episodeFolder.ts';

const place = { episode: `${task.id}#0`, at: 0 };
const plan = { policy: 'model', tasks: [task], rollouts: 1, temperature: 0, maxSteps: 9, maxInvalid: 3, seed: 1 };

test('an episode that runs grows in its document, and ends there', async t => {
  const folder = folderOf(t);
  const journal = join(folder, 'episodes.journal.jsonl');
  const file = writeEpisodes(folder, []);
  const begun = [journalHeader(plan), journalLine(place, { kind: 'opened', opening: 'You are in a room.' }, 0)];
  writeFileSync(journal, `${[...begun, journalLine(place, { kind: 'stepped', step: step('look') }, 0)].join('\n')}\n`);
  const editor = await openEpisode({ file, id: place.episode });
  const { document } = editor;
  assert.match(document.getText(), /Action: look\n.*\n$/);
  editor.selection = new vscode.Selection(3, 2, 3, 2);

  appendFileSync(journal, `${journalLine(place, { kind: 'stepped', step: step('!fly', 'No.') }, 1)}\n`);
  const grown = await eventually(
    () => document.getText(),
    text => text.includes('fly'),
  );
  assert.match(grown, /Action: fly\n {2}Observation: No\.\n {2}Note: invalid action\n$/);
  assert.deepEqual(editor.selection.active, new vscode.Position(3, 2), 'the reader stays where they were');
  const found = await eventually(
    () => vscode.languages.getDiagnostics(document.uri),
    ({ length }) => length > 0,
  );
  assert.equal(found[0]?.code, 'invalid-action');

  const trajectory = episode({ id: place.episode, steps: [step('look'), step('!fly', 'No.')], reward: 1 });
  appendFileSync(journal, `${journalLine(place, { kind: 'ended', trajectory }, 2)}\n`);
  appendFileSync(file, `${encodeTrajectory(trajectory)}\n`);
  assert.match(
    await eventually(
      () => document.getText(),
      text => text.includes('Ended'),
    ),
    /\nEnded: success\n$/,
  );
});

test('a file that is written anew shows in its open episodes; one that goes away leaves them', async t => {
  const folder = folderOf(t);
  const file = writeEpisodes(folder, [episode({ id: 'a', does: 'look' })]);
  const { document } = await openEpisode({ file, id: 'a' });
  writeEpisodes(folder, [episode({ id: 'b' }), episode({ id: 'a', does: 'look take' })]);
  assert.match(
    await eventually(
      () => document.getText(),
      text => text.includes('take'),
    ),
    /Action: take/,
  );
  writeEpisodes(folder, [episode({ id: 'c' })]);
  await new Promise(resolve => setTimeout(resolve, 1500));
  assert.match(document.getText(), /Action: take/);
});
