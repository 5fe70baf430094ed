import * as vscode from 'vscode';
import { countText } from '../../engine/countText.ts';
import type { PreferencePair } from '../../engine/preferences/pair.ts';
import { visible } from '../../engine/trajectory/visible.ts';
import { pairText } from '../pairs/pairChoice.ts';
import type { PairGroup } from './pairPages.ts';
import { TreeNode } from './treeNode.ts';

/** A preference pair. */
export class PairNode extends TreeNode {
  readonly key: string;
  readonly file: vscode.Uri;
  readonly id: string;
  readonly pair: PreferencePair;
  readonly #label: string;

  constructor(file: vscode.Uri, pair: PreferencePair, label: string) {
    super();
    this.file = file;
    this.id = pair.id;
    this.pair = pair;
    this.key = `${file} pair ${pair.id}`;
    this.#label = label;
  }

  item(): vscode.TreeItem {
    const { chosen, rejected, strategy, task, id } = this.pair;
    const item = new vscode.TreeItem(visible(this.#label));
    item.description = pairText(this.pair);
    item.iconPath = new vscode.ThemeIcon('diff');
    item.contextValue = 'pair';
    item.command = { command: 'contrail.openPair', title: 'Open Preference Pair', arguments: [this] };
    const sides = [`chosen ${chosen.id} · ${chosen.policy}`, `rejected ${rejected.id} · ${rejected.policy}`];
    item.tooltip = visible([`${task.id} · ${strategy}`, ...sides, `pair ${id}`].join('\n'));
    item.accessibilityInformation = { label: `${this.#label}, ${item.description}` };
    return item;
  }
}

/** The pairs of a task that has several. */
export class PairTaskNode extends TreeNode {
  readonly key: string;
  readonly id: string;
  readonly #file: vscode.Uri;
  readonly #group: PairGroup;

  constructor(file: vscode.Uri, group: PairGroup) {
    super();
    this.id = group.task;
    this.key = `${file} pairs of ${group.task} from ${group.pairs[0]?.id}`;
    this.#file = file;
    this.#group = group;
  }

  item(): vscode.TreeItem {
    const { task, pairs } = this.#group;
    const item = new vscode.TreeItem(visible(task), vscode.TreeItemCollapsibleState.Collapsed);
    item.description = [countText(pairs.length, 'pair'), ...new Set(pairs.map(({ strategy }) => strategy))].join(' · ');
    item.iconPath = new vscode.ThemeIcon('list-selection');
    item.contextValue = 'task.pairs';
    return item;
  }

  override async children(): Promise<readonly TreeNode[]> {
    return this.#group.pairs.map(pair => new PairNode(this.#file, pair, `${pair.chosen.id} over ${pair.rejected.id}`));
  }
}
