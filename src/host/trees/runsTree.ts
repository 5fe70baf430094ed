import * as vscode from 'vscode';
import { configurationFiles } from '../jobs/runSearch.ts';
import { ExperimentNode } from './experimentNode.ts';
import { RunNode } from './runNode.ts';
import type { TreeContext, TreeNode } from './treeNode.ts';

/** The runs of the workspace, newest first, then experiments without one. */
export async function runNodes(context: TreeContext): Promise<readonly TreeNode[]> {
  const runs = await context.services.runs.list();
  const begun = runs.map(({ folder }) => folder.path);
  const waiting = (await configurationFiles()).filter(configuration => {
    const folder = vscode.Uri.joinPath(configuration, '..').path;
    return !begun.some(run => run === folder || run.startsWith(`${folder}/`));
  });
  return [
    ...runs.map(run => new RunNode(context, run)),
    ...waiting.map(configuration => new ExperimentNode(configuration)),
  ];
}
