import * as vscode from 'vscode';
import { HumanError } from '../../engine/problem.ts';
import type { Services } from '../services.ts';
import { PlainNode, problemItem } from './plainNode.ts';
import type { TreeContext, TreeNode } from './treeNode.ts';

/** A tree of nodes. Reads nothing before it is looked at. */
export class NodeTree implements vscode.TreeDataProvider<TreeNode>, vscode.Disposable {
  readonly #changed = new vscode.EventEmitter<TreeNode | undefined>();
  readonly #roots: (context: TreeContext) => Promise<readonly TreeNode[]>;
  readonly #context: TreeContext;
  #shown: readonly TreeNode[] = [];

  readonly onDidChangeTreeData = this.#changed.event;

  constructor(services: Services, roots: (context: TreeContext) => Promise<readonly TreeNode[]>) {
    this.#roots = roots;
    this.#context = { services, shown: new Map(), changed: node => this.#changed.fire(node) };
  }

  /** Draws everything anew. */
  refresh(): void {
    this.#changed.fire(undefined);
  }

  /** Draws a root and what is below it anew, after `change`; everything where there is no such root. */
  update(key: string, change: (root: TreeNode) => void): void {
    const root = this.#shown.find(node => node.key === key);
    if (root) change(root);
    this.#changed.fire(root);
  }

  async getTreeItem(node: TreeNode): Promise<vscode.TreeItem> {
    let item: vscode.TreeItem;
    try {
      item = await node.item();
    } catch (error) {
      this.#log(error);
      item = problemItem(error);
    }
    item.id = node.key;
    return item;
  }

  async getChildren(node?: TreeNode): Promise<TreeNode[]> {
    try {
      const children = await (node ? node.children() : this.#roots(this.#context));
      if (!node) this.#shown = children;
      return [...children];
    } catch (error) {
      this.#log(error);
      return [new PlainNode(`${node?.key ?? ''} problem`, problemItem(error))];
    }
  }

  dispose(): void {
    this.#changed.dispose();
  }

  /** What people can mend is shown to them in the tree; the rest is a bug. */
  #log(error: unknown): void {
    if (!(error instanceof HumanError))
      this.#context.services.log.error(error instanceof Error ? error : String(error));
  }
}
