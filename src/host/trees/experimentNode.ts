import * as vscode from 'vscode';
import { TreeNode } from './treeNode.ts';

/** An experiment that has no run yet. */
export class ExperimentNode extends TreeNode {
  readonly key: string;
  /** Its contrail.json. */
  readonly configuration: vscode.Uri;
  readonly resourceUri: vscode.Uri;

  constructor(configuration: vscode.Uri) {
    super();
    this.configuration = configuration;
    this.resourceUri = configuration;
    this.key = configuration.toString();
  }

  item(): vscode.TreeItem {
    const item = new vscode.TreeItem(vscode.workspace.asRelativePath(this.configuration));
    item.description = 'no run yet';
    item.iconPath = new vscode.ThemeIcon('beaker');
    item.contextValue = 'experiment';
    item.command = { command: 'vscode.open', title: 'Open Experiment', arguments: [this.configuration] };
    return item;
  }
}
