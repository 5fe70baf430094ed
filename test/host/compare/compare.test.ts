import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import * as vscode from 'vscode';
import { episodeAddress } from '../../../src/host/episodes/episodeUri.ts';
import { smallRun } from '../smallRun.ts';

const command = vscode.commands.executeCommand;

interface Listed {
  readonly id: string;
  readonly task: string;
  readonly actions: readonly string[];
}

/** The episodes of a trajectory file. */
function episodesIn(file: string): Listed[] {
  const lines = readFileSync(file, 'utf8').trimEnd().split('\n');
  return lines.map(line => {
    const { trajectory_id: id, extra, steps } = JSON.parse(line);
    return {
      id,
      task: extra.contrail.task.id,
      actions: steps.slice(1).map((step: { message: string }) => step.message),
    };
  });
}

/** Both sides of the diff editor in the active tab, once it shows them. */
async function shownDiff() {
  for (let tries = 0; tries < 200; tries++) {
    const tab = vscode.window.tabGroups.activeTabGroup.activeTab;
    const input = tab?.input;
    if (input instanceof vscode.TabInputTextDiff) {
      const [left, right] = await Promise.all([input.original, input.modified].map(openDocument));
      const editor = vscode.window.visibleTextEditors.find(({ document }) => document === right);
      if (editor) return { label: tab!.label, left: left!, right: right!, editor };
    }
    await new Promise(resolve => setTimeout(resolve, 25));
  }
  throw new Error('No diff editor was opened.');
}

const openDocument = (uri: vscode.Uri) => vscode.workspace.openTextDocument(uri);
const headings = (document: vscode.TextDocument) => document.getText().match(/^────.*$/gm) ?? [];
const rewardsDiffer = (pair: { chosen: { reward: number }; rejected: { reward: number } }) =>
  pair.chosen.reward > pair.rejected.reward;

test('a sibling stands beside it, aligned row by row, opened where they part', async () => {
  const run = await smallRun();
  const pairs = readFileSync(run.file('seed-1/iteration-1/pairs/preference.pairs.jsonl'), 'utf8').trimEnd().split('\n');
  const { chosen, rejected } = pairs.map(line => JSON.parse(line)).find(rewardsDiffer);
  const file = run.file('seed-1/iteration-1/explore/episodes.trajectories.jsonl');
  await command('contrail.compareWithSibling', { file, id: rejected.id, sibling: chosen.id });
  const { left, right, editor, label } = await shownDiff();
  assert.match(label, new RegExp(`^${rejected.id.split('#')[0]}: .* ↔ `));
  assert.equal(episodeAddress(left.uri)?.id, rejected.id);
  assert.equal(episodeAddress(right.uri)?.id, chosen.id);
  assert.deepEqual(headings(left), headings(right));
  const known = episodesIn(file);
  const actions = (id: string) => known.find(episode => episode.id === id)!.actions;
  const parting = actions(chosen.id).findIndex((action, index) => action !== actions(rejected.id)[index]);
  assert.ok(parting >= 0);
  const line = right.lineAt(editor.selection.active.line - 1).text;
  assert.match(line, /^──── .* ↔ .* ────$/);
});

test('the expert of a demonstrated task is the recorded one', async () => {
  const run = await smallRun();
  const recorded = run.file('seed-1/iteration-0/demonstrate/episodes.trajectories.jsonl');
  const [{ task }] = episodesIn(recorded) as [Listed];
  const file = run.file('seed-1/iteration-1/explore/episodes.trajectories.jsonl');
  await command('contrail.compareWithExpert', { file, id: `${task}#1` });
  const { left, right } = await shownDiff();
  assert.equal(episodeAddress(left.uri)?.id, `${task}#1`);
  assert.equal(episodeAddress(right.uri)?.file.fsPath, recorded);
});

test('the expert plays a task that was not demonstrated once, and is recorded', async () => {
  const run = await smallRun();
  const file = run.file('seed-1/iteration-1/evaluate/episodes.trajectories.jsonl');
  const played = run.file('expert.trajectories.jsonl');
  const { id, task } = episodesIn(file).find(({ task }) => task.includes('unseen'))!;
  await command('contrail.compareWithExpert', { file, id });
  assert.deepEqual(
    episodesIn(played).map(episode => episode.task),
    [task],
  );
  await command('contrail.compareWithExpert', { file, id });
  assert.equal(episodesIn(played).length, 1);
  const { right } = await shownDiff();
  assert.equal(episodeAddress(right.uri)?.file.fsPath, played);
  assert.match(right.getText(), /^Ended: success$/m);
  await command('contrail.openExpert', { file, id });
  assert.equal(episodeAddress(vscode.window.activeTextEditor!.document.uri)?.file.fsPath, played);
  assert.ok(existsSync(played));
});

test('the expert’s own episode has no expert to compare with', async () => {
  const run = await smallRun();
  const file = run.file('seed-1/iteration-0/demonstrate/episodes.trajectories.jsonl');
  const [{ id }] = episodesIn(file) as [Listed];
  await assert.rejects(async () => command('contrail.compareWithExpert', { file, id }), /expert’s own episode/);
});

test('one task in every iteration, and several rollouts, stand in the multi-diff editor', async () => {
  const run = await smallRun();
  const file = run.file('seed-1/iteration-1/evaluate/episodes.trajectories.jsonl');
  const { id, task } = episodesIn(file)[0]!;
  await command('contrail.compareAcrossIterations', { file, id, all: true });
  const { label } = await shownDiff();
  assert.match(label, new RegExp(`^${task}: .*iteration| ↔ `));
  const explored = run.file('seed-1/iteration-1/explore/episodes.trajectories.jsonl');
  const rollouts = [0, 1, 2].map(rollout => ({ file: explored, id: `1-train-0#${rollout}` }));
  await command('contrail.compareEpisodes', { episodes: rollouts });
  const tab = vscode.window.tabGroups.activeTabGroup.activeTab;
  assert.match(tab?.label ?? '', /^1-train-0: 2 episodes against /);
});

test('the active comparison is what a command without an argument is about', async () => {
  const run = await smallRun();
  const file = run.file('seed-1/iteration-1/explore/episodes.trajectories.jsonl');
  await command('contrail.compareEpisodes', {
    episodes: [0, 1].map(rollout => ({ file, id: `1-train-1#${rollout}` })),
  });
  const { right } = await shownDiff();
  assert.equal(episodeAddress(right.uri)?.id, '1-train-1#1');
  await command('contrail.openExpert');
  const { document } = vscode.window.activeTextEditor!;
  assert.match(document.getText(), /^ {2}Id: household train 1-train-1$/m);
});

test('an episode that is not there is told', async () => {
  const run = await smallRun();
  const file = run.file('seed-1/iteration-1/explore/episodes.trajectories.jsonl');
  const missing = {
    episodes: [
      { file, id: '1-train-0#0' },
      { file, id: 'nowhere' },
    ],
  };
  await assert.rejects(async () => command('contrail.compareEpisodes', missing), /"nowhere" does not stand in/);
});
