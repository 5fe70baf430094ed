import assert from 'node:assert/strict';
import { copyFileSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import * as vscode from 'vscode';
import { FolderRuns } from '../../../src/host/jobs/folderRuns.ts';
import type { Services } from '../../../src/host/services.ts';
import { jobNodes } from '../../../src/host/trees/jobsTree.ts';
import { NodeTree } from '../../../src/host/trees/nodeTree.ts';
import { pairFileNodes } from '../../../src/host/trees/pairsTree.ts';
import { MoreNode } from '../../../src/host/trees/plainNode.ts';
import { runNodes } from '../../../src/host/trees/runsTree.ts';
import type { TreeNode } from '../../../src/host/trees/treeNode.ts';
import { EpisodeFilesService } from '../../../src/node/episodeFiles/episodeFilesService.ts';
import { smallRun } from '../smallRun.ts';

/** A tree as VS Code asks it, with files read in this thread. */
async function treeOf(t: TestContext, roots: ConstructorParameters<typeof NodeTree>[1]) {
  const log = vscode.window.createOutputChannel('Contrail test', { log: true });
  const runs = new FolderRuns(log);
  const services = { log, runs, episodeFiles: new EpisodeFilesService() } as unknown as Services;
  await runs.refresh();
  const tree = new NodeTree(services, roots);
  t.after(() => {
    for (const item of [tree, runs, log]) item.dispose();
  });
  const labelled = async (node: TreeNode) => {
    const { label, description, contextValue } = await tree.getTreeItem(node);
    return { node, label: String(label), description: String(description ?? ''), contextValue };
  };
  const below = async (node?: TreeNode) => Promise.all((await tree.getChildren(node)).map(labelled));
  /** The node at the end of a path of labels. */
  const at = async (...path: readonly (string | RegExp)[]) => {
    let node: TreeNode | undefined;
    for (const wanted of path) {
      const found = (await below(node)).find(({ label }) =>
        typeof wanted === 'string' ? label === wanted : wanted.test(label),
      );
      assert.ok(found, `${wanted} in ${JSON.stringify((await below(node)).map(({ label }) => label))}`);
      node = found.node;
    }
    return node!;
  };
  return { below, at, tree };
}

test('runs lead to their episodes, with success at sight', async t => {
  await smallRun();
  const { below, at } = await treeOf(t, runNodes);
  const run = (await below()).find(({ label }) => label === 'small')!;
  assert.equal(run.contextValue, 'run.finished');
  assert.match(run.description, /^success \d+\.\d % seen · \d+\.\d % unseen$/);
  assert.deepEqual(
    (await below(run.node)).map(({ label }) => label),
    ['Cloning (SFT)', 'ETO, iteration 1', 'Report'],
  );
  const stages = await below(await at('small', 'ETO, iteration 1'));
  assert.deepEqual(
    stages.map(({ label, contextValue }) => [label, contextValue]),
    [
      ['Explore', 'stage.episodes'],
      ['Pair', 'stage.pairs'],
      ['Train', 'stage.train'],
      ['Evaluate', 'stage.episodes'],
    ],
  );
  assert.match(stages[0]!.description, /^success \d+\.\d % · reward 0\.\d\d · 36 episodes$/);
  const splits = await below(await at('small', 'ETO, iteration 1', 'Evaluate'));
  assert.deepEqual(
    splits.map(({ label }) => label),
    ['val', 'seen', 'unseen'],
  );
  const unseen = await below(splits[2]!.node);
  assert.deepEqual(
    unseen.map(({ contextValue }) => contextValue),
    ['episode', 'episode', 'episode'],
  );
});

test('an exploration lists its tasks, failures first, and their rollouts', async t => {
  const { file } = await smallRun();
  const { below, at } = await treeOf(t, runNodes);
  const tasks = await below(await at('small', 'ETO, iteration 1', 'Explore'));
  assert.equal(tasks.length, 12);
  const rollouts = await below(tasks[0]!.node);
  assert.equal(rollouts.length, 3);
  const successes = tasks.map(({ description }) => Number(/^(\d) of 3 succeed/.exec(description)![1]));
  assert.ok(successes[0]! < 3, 'a failure comes first');
  assert.ok(successes.lastIndexOf(0) < successes.indexOf(3));
  const { node } = rollouts[1]!;
  const { file: at1, id } = node as unknown as { readonly file: vscode.Uri; readonly id: string };
  assert.equal(at1.fsPath, file('seed-1/iteration-1/explore/episodes.trajectories.jsonl'));
  assert.match(id, /^1-train-\d+#1$/);
});

test('pairs stand below their tasks, and those without one below their reasons', async t => {
  const { file } = await smallRun();
  const { below, at } = await treeOf(t, pairFileNodes);
  const label = 'seed 1, iteration 1';
  const [none, ...tasks] = await below(await at(label));
  assert.match(none!.label, /^No pair: \d+ tasks?$/);
  const summary = JSON.parse(readFileSync(file('seed-1/iteration-1/pairs/summary.json'), 'utf8'));
  const reasons = await below(none!.node);
  assert.deepEqual(
    Object.fromEntries(reasons.map(({ label, description }) => [label, Number(description.split(' · ')[0])])),
    summary.reasons,
  );
  const counts = await Promise.all(tasks.map(async ({ node }) => Math.max(1, (await below(node)).length)));
  assert.equal(
    counts.reduce((sum, count) => sum + count, 0),
    summary.pairs,
  );
});

test('jobs say how they stand', async t => {
  await smallRun();
  const { below } = await treeOf(t, jobNodes);
  const job = (await below()).find(({ label }) => label === 'small')!;
  assert.equal(job.contextValue, 'job.finished');
  assert.match(job.description, /^finished /);
});

test('a large stage is shown in pages', async t => {
  const { run } = await smallRun();
  const folder = join(run, 'seed-1', 'iteration-9', 'explore');
  mkdirSync(folder, { recursive: true });
  t.after(() => rmSync(join(folder, '..'), { recursive: true }));
  const source = readFileSync(join(run, 'seed-1/iteration-1/explore/episodes.trajectories.jsonl'), 'utf8');
  const [line] = source.split('\n') as [string];
  const many = Array.from({ length: 450 }, (_, index) => line.replaceAll('1-train-0', `1-train-${index}`));
  const target = join(folder, 'episodes.trajectories.jsonl');
  writeFileSync(target, `${many.join('\n')}\nnonsense\n`);
  copyFileSync(join(run, 'seed-1/iteration-1/explore/stage.json'), join(folder, 'stage.json'));
  const { below, at } = await treeOf(t, runNodes);
  const explore = await at('small', 'ETO, iteration 9', 'Explore');
  const first = await below(explore);
  assert.equal(first.length, 201);
  const more = first.at(-1)!.node;
  assert.ok(more instanceof MoreNode);
  more.show();
  const second = await below(explore);
  assert.equal(second.length, 401);
  (second.at(-1)!.node as MoreNode).show();
  const all = await below(explore);
  assert.equal(all.length, 451);
  const malformed = all.at(-1)!;
  assert.equal(malformed.label, 'Lines that are no episodes');
  assert.equal(malformed.description, '1 line');
  assert.deepEqual(
    (await below(malformed.node)).map(({ label }) => label),
    ['Line 451 is no episode'],
  );
});

test('an experiment without a run is told, and the commands of elements do their work', async t => {
  const folder = join(vscode.workspace.workspaceFolders![0]!.uri.fsPath, 'unrun');
  mkdirSync(folder);
  t.after(() => rmSync(folder, { recursive: true }));
  writeFileSync(join(folder, 'contrail.json'), '{}');
  const { below, at } = await treeOf(t, runNodes);
  const found = (await below()).find(({ label }) => label === 'unrun/contrail.json')!;
  assert.deepEqual([found.description, found.contextValue], ['no run yet', 'experiment']);
  const tasks = await below(await at('small', 'ETO, iteration 1', 'Explore'));
  await vscode.commands.executeCommand('contrail.copyId', tasks[0]!.node);
  assert.match(await vscode.env.clipboard.readText(), /^1-train-\d+$/);
  await vscode.commands.executeCommand('contrail.refresh');
});
