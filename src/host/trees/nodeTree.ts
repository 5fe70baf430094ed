import * as vscode from 'vscode';
import { HumanError } from '../../engine/problem.ts';
import type { Services } from '../services.ts';
import { problemNode } from './plainNode.ts';
import type { TreeContext, TreeNode } from './treeNode.ts';

/** A tree of nodes. Reads nothing before it is looked at. */
export class NodeTree implements vscode.TreeDataProvider<TreeNode>, vscode.Disposable {
  readonly #changed = new vscode.EventEmitter<TreeNode | undefined>();
  readonly #roots: (context: TreeContext) => Promise<readonly TreeNode[]>;
  readonly #context: TreeContext;

  readonly onDidChangeTreeData = this.#changed.event;

  constructor(services: Services, roots: (context: TreeContext) => Promise<readonly TreeNode[]>) {
    this.#roots = roots;
    this.#context = { services, shown: new Map(), changed: node => this.#changed.fire(node) };
  }

  /** Draws everything anew. */
  refresh(): void {
    this.#changed.fire(undefined);
  }

  async getTreeItem(node: TreeNode): Promise<vscode.TreeItem> {
    const item = await node.item();
    item.id = node.key;
    return item;
  }

  async getChildren(node?: TreeNode): Promise<TreeNode[]> {
    try {
      return [...(await (node ? node.children() : this.#roots(this.#context)))];
    } catch (error) {
      if (!(error instanceof HumanError))
        this.#context.services.log.error(error instanceof Error ? error : String(error));
      return [problemNode(`${node?.key ?? ''} problem`, error)];
    }
  }

  dispose(): void {
    this.#changed.dispose();
  }
}
