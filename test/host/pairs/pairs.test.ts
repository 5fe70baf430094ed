import assert from 'node:assert/strict';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import * as vscode from 'vscode';
import type { PairSide, PreferencePair } from '../../../src/engine/preferences/pair.ts';
import { episodeAddress } from '../../../src/host/episodes/episodeUri.ts';
import { checkPairs } from '../../../src/node/pairCheck.ts';
import { smallRun } from '../smallRun.ts';

const command = vscode.commands.executeCommand;

async function builtPair() {
  const run = await smallRun();
  const file = run.file('seed-1/iteration-1/pairs/preference.pairs.jsonl');
  const pair = JSON.parse(readFileSync(file, 'utf8').split('\n')[0]!) as PreferencePair;
  const episodes = run.file('seed-1/iteration-1/explore/episodes.trajectories.jsonl');
  return { run, file, pair, episodes, hand: run.file('pairs/hand.pairs.jsonl') };
}

test('a pair made by hand stands beside the run, passes the checks of pair files and is opened', async t => {
  const { pair, episodes, hand } = await builtPair();
  t.after(() => rmSync(hand, { force: true }));
  const [chosen, rejected] = [pair.chosen, pair.rejected].map(({ id }) => ({ file: episodes, id }));
  const made = await command<PreferencePair>('contrail.makePair', { chosen, rejected });
  assert.equal(made.strategy, 'hand');
  assert.deepEqual(JSON.parse(readFileSync(hand, 'utf8')), made);
  assert.equal(made.chosen.file, '../seed-1/iteration-1/explore/episodes.trajectories.jsonl');
  assert.deepEqual(await checkPairs(hand), []);
  const input = vscode.window.tabGroups.activeTabGroup.activeTab?.input as vscode.TabInputTextDiff;
  assert.equal(episodeAddress(input.original)?.id, pair.chosen.id);
  assert.equal(episodeAddress(input.modified)?.id, pair.rejected.id);
  await command('contrail.makePair', { chosen, rejected });
  assert.equal(readFileSync(hand, 'utf8').trimEnd().split('\n').length, 1);
});

test('what cannot be a pair is refused with the reason', async () => {
  const { pair, episodes, hand } = await builtPair();
  const [chosen, rejected] = [pair.chosen, pair.rejected].map(({ id }) => ({ file: episodes, id }));
  const make = (argument: object) => async () => command('contrail.makePair', argument);
  await assert.rejects(make({ chosen: rejected, rejected: chosen }), /less than the rejected one's/);
  await assert.rejects(make({ chosen, rejected: chosen }), /a tie prefers neither/);
  const other = { file: episodes, id: pair.task.id === '1-train-0' ? '1-train-1#0' : '1-train-0#0' };
  await assert.rejects(make({ chosen, rejected: other }), /A pair is of one task/);
  assert.equal(existsSync(hand), false);
});

test('a pair is opened by its id, where it parts', async () => {
  const { pair, file } = await builtPair();
  await command('contrail.openPair', { file, id: pair.id });
  const tab = vscode.window.tabGroups.activeTabGroup.activeTab!;
  assert.equal(tab.label, `${pair.task.id}: chosen (reward 1) ↔ rejected (reward 0)`);
  await assert.rejects(async () => command('contrail.openPair', { file, id: 'none' }), /There is no pair "none"/);
});

test('a pair of one step a side is sound, and opened with the whole of both episodes', async t => {
  const { pair, run } = await builtPair();
  const { chosen, rejected, divergence } = pair;
  const alone = (side: PairSide) => ({ ...side, from: divergence, to: divergence + 1 });
  const file = run.file('seed-1/iteration-1/pairs/alone.pairs.jsonl');
  t.after(() => rmSync(file));
  writeFileSync(file, `${JSON.stringify({ ...pair, chosen: alone(chosen), rejected: alone(rejected) })}\n`);
  assert.deepEqual(await checkPairs(file), []);
  await command('contrail.openPair', { file, id: pair.id });
  const input = vscode.window.tabGroups.activeTabGroup.activeTab?.input as vscode.TabInputTextDiff;
  assert.deepEqual(
    [input.original, input.modified].map(uri => episodeAddress(uri)?.id),
    [chosen.id, rejected.id],
  );
});

test('a pair that leads out of the workspace is not opened', async t => {
  const { pair, run } = await builtPair();
  const folder = join(run.run, 'foreign');
  t.after(() => rmSync(folder, { recursive: true }));
  mkdirSync(folder);
  const file = join(folder, 'x.pairs.jsonl');
  const far = '../'.repeat(40);
  writeFileSync(file, `${JSON.stringify({ ...pair, chosen: { ...pair.chosen, file: `${far}etc/passwd` } })}\n`);
  await assert.rejects(async () => command('contrail.openPair', { file, id: pair.id }), /lies outside this workspace/);
});
