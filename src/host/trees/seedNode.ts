import * as vscode from 'vscode';
import { TreeNode } from './treeNode.ts';

/** One seed of a run of several. */
export class SeedNode extends TreeNode {
  readonly key: string;
  readonly resourceUri: vscode.Uri;
  readonly #seed: number;
  readonly #iterations: readonly TreeNode[];

  constructor(
    folder: vscode.Uri,
    { seed, iterations }: { readonly seed: number; readonly iterations: readonly TreeNode[] },
  ) {
    super();
    this.resourceUri = folder;
    this.key = folder.toString();
    this.#seed = seed;
    this.#iterations = iterations;
  }

  item(): vscode.TreeItem {
    const item = new vscode.TreeItem(`Seed ${this.#seed}`, vscode.TreeItemCollapsibleState.Collapsed);
    item.iconPath = new vscode.ThemeIcon('symbol-number');
    item.contextValue = 'iteration.seed';
    return item;
  }

  override async children(): Promise<readonly TreeNode[]> {
    return this.#iterations;
  }
}
