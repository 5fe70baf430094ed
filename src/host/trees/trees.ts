import * as vscode from 'vscode';
import { HumanError } from '../../engine/problem.ts';
import type { Run } from '../jobs/runs.ts';
import type { Services } from '../services.ts';
import { registerCommand } from '../support/contributions.ts';
import { Disposables } from '../support/disposables.ts';
import { fileArgument } from '../support/fileArgument.ts';
import { JobsBadge } from './jobsBadge.ts';
import { jobNodes } from './jobsTree.ts';
import { NodeTree } from './nodeTree.ts';
import { pairFileNodes } from './pairsTree.ts';
import { MoreNode, showMoreCommand } from './plainNode.ts';
import { RunNode } from './runNode.ts';
import { runNodes } from './runsTree.ts';
import { slowly } from './slowly.ts';
import type { TreeContext, TreeNode } from './treeNode.ts';

/** Milliseconds between two drawings of a tree while jobs run. */
const pace = 1500;

interface TreeOptions {
  readonly roots: (context: TreeContext) => Promise<readonly TreeNode[]>;
  /** Files whose changes change the tree; watched from the first look on. */
  readonly files?: string;
  readonly canSelectMany?: boolean;
}

/** Runs, pairs and jobs as trees, each read when it is looked at. */
export function registerTrees(services: Services): vscode.Disposable {
  const all = new Disposables();
  const tree = (id: string, { roots, files, canSelectMany = false }: TreeOptions) => {
    let isWatched = false;
    const data = all.add(
      new NodeTree(services, context => {
        if (files && !isWatched) watch(files);
        return roots(context);
      }),
    );
    const watch = (pattern: string) => {
      isWatched = true;
      const watcher = all.add(vscode.workspace.createFileSystemWatcher(pattern));
      for (const event of [watcher.onDidCreate, watcher.onDidChange, watcher.onDidDelete]) all.add(event(refresh.soon));
    };
    const view = all.add(
      vscode.window.createTreeView(id, { treeDataProvider: data, canSelectMany, showCollapseAll: true }),
    );
    const refresh = all.add(slowly(pace, () => data.refresh()));
    return { data, view, refresh: () => (view.visible ? refresh.soon() : data.refresh()) };
  };
  const runs = tree('contrail.runs', { roots: runNodes, files: '**/contrail.json', canSelectMany: true });
  const pairs = tree('contrail.pairs', { roots: pairFileNodes, files: '**/*.pairs.jsonl' });
  const jobs = tree('contrail.jobs', { roots: jobNodes });
  const badge = new JobsBadge();
  const showBadge = async () => {
    const known = await services.runs.list();
    const briefly = known.map(({ name, folder, state }) => ({ name, key: folder.path, status: state.status }));
    jobs.view.badge = badge.update(briefly, jobs.view.visible);
  };
  const latest = new Map<string, Run>();
  const updates = all.add(
    slowly(pace, () => {
      for (const [key, run] of latest) runs.data.update(key, root => root instanceof RunNode && root.update(run));
      latest.clear();
    }),
  );
  all.add(
    services.runs.onDidChange(run => {
      if (run) {
        latest.set(run.folder.toString(), run);
        updates.soon();
      } else runs.refresh();
      jobs.refresh();
      void showBadge();
    }),
  );
  all.add(jobs.view.onDidChangeVisibility(({ visible }) => visible && void showBadge()));
  all.add(
    registerCommand('contrail.refresh', services, async () => {
      await services.runs.refresh();
      for (const { refresh } of [runs, pairs, jobs]) refresh();
    }),
  );
  all.add(registerCommand('contrail.reveal', services, argument => reveal(argument)));
  all.add(registerCommand('contrail.copyId', services, argument => copyId(argument)));
  all.add(vscode.commands.registerCommand(showMoreCommand, (node: unknown) => node instanceof MoreNode && node.show()));
  return all;
}

async function reveal(argument: unknown): Promise<void> {
  const { resourceUri } = (argument ?? {}) as { readonly resourceUri?: unknown };
  const file = resourceUri instanceof vscode.Uri ? resourceUri : fileArgument(argument);
  if (!file) throw new HumanError('There is no file to reveal: choose a run, an iteration, a stage or a pair file.');
  await vscode.commands.executeCommand('revealInExplorer', file);
}

async function copyId(argument: unknown): Promise<void> {
  const { id } = (argument ?? {}) as { readonly id?: unknown };
  if (typeof id !== 'string') throw new HumanError('Choose a task, an episode or a pair to copy its id.');
  await vscode.env.clipboard.writeText(id);
}
