import * as vscode from 'vscode';
import { HumanError, problemText } from '../../engine/problem.ts';
import { visible } from '../../engine/trajectory/visible.ts';
import { type TreeContext, TreeNode } from './treeNode.ts';

/** A leaf that is all said with its item. */
export class PlainNode extends TreeNode {
  readonly key: string;
  readonly #item: vscode.TreeItem;

  constructor(key: string, item: vscode.TreeItem) {
    super();
    this.key = key;
    this.#item = item;
  }

  item(): vscode.TreeItem {
    return this.#item;
  }
}

/** Says why something cannot be shown. */
export function problemItem(error: unknown): vscode.TreeItem {
  const message = error instanceof Error ? error.message : String(error);
  const item = new vscode.TreeItem(message);
  item.iconPath = new vscode.ThemeIcon('warning', new vscode.ThemeColor('list.warningForeground'));
  const details = error instanceof HumanError ? error.problems.map(problemText) : [];
  item.tooltip = visible([message, ...details].join('\n'));
  return item;
}

/** The command of a `MoreNode`; no part of the manifest, as it makes sense nowhere else. */
export const showMoreCommand = 'contrail.trees.showMore';

/** Stands for the children of a node that are not shown yet: choosing it shows more of them. */
export class MoreNode extends TreeNode {
  readonly key: string;
  readonly #context: TreeContext;
  readonly #of: TreeNode;
  readonly #label: string;
  readonly #next: number;

  constructor(context: TreeContext, more: { readonly of: TreeNode; readonly label: string; readonly next: number }) {
    super();
    this.#context = context;
    this.#of = more.of;
    this.#label = more.label;
    this.#next = more.next;
    this.key = `${more.of.key} more`;
  }

  item(): vscode.TreeItem {
    const item = new vscode.TreeItem(this.#label);
    item.iconPath = new vscode.ThemeIcon('ellipsis');
    item.command = { command: showMoreCommand, title: 'Show More', arguments: [this] };
    return item;
  }

  /** Shows more of them. */
  show(): void {
    this.#context.shown.set(this.#of.key, this.#next);
    this.#context.changed(this.#of);
  }
}
