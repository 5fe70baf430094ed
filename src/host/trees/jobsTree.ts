import * as vscode from 'vscode';
import { visible } from '../../engine/trajectory/visible.ts';
import { agoText, stateText } from '../../node/jobText.ts';
import type { Run } from '../jobs/runs.ts';
import { statusIcon } from './outcomeIcon.ts';
import { type TreeContext, TreeNode } from './treeNode.ts';

/** A run's job: how it stands, what it does. */
export class JobNode extends TreeNode {
  readonly key: string;
  readonly run: Run;
  readonly resourceUri: vscode.Uri;

  constructor(run: Run) {
    super();
    this.run = run;
    this.resourceUri = run.folder;
    this.key = run.folder.toString();
  }

  item(): vscode.TreeItem {
    const { run } = this;
    const { status, job, exit } = run.state;
    const item = new vscode.TreeItem(run.name);
    item.description = status === 'gone' ? 'process is gone — Resume' : stateText(run, Date.now());
    item.iconPath = statusIcon(status);
    item.contextValue = `job.${status}`;
    item.command = { command: 'contrail.showJob', title: 'Show Job', arguments: [this] };
    const begun = `${job.command}\nmade ${agoText(Date.parse(job.created), Date.now())} in ${run.folder.fsPath}`;
    item.tooltip = visible([stateText(run, Date.now()), begun, ...(exit?.message ? [exit.message] : [])].join('\n'));
    item.accessibilityInformation = { label: `${run.name}, ${item.description}` };
    return item;
  }
}

/** The jobs of the workspace, newest first. */
export async function jobNodes({ services }: TreeContext): Promise<readonly TreeNode[]> {
  return (await services.runs.list()).map(run => new JobNode(run));
}
