import * as vscode from 'vscode';
import { countText } from '../../engine/countText.ts';
import { problemText } from '../../engine/problem.ts';
import { pairSource } from '../pairs/pairSource.ts';
import { NoPairNode } from './noPairNode.ts';
import { PairNode, PairTaskNode } from './pairNode.ts';
import { firstPairs } from './pairPages.ts';
import { pairSummaryIn } from './pairSummary.ts';
import { MoreNode, PlainNode } from './plainNode.ts';
import { pageSize } from './rolloutNodes.ts';
import { stageSummary } from './stageSummary.ts';
import { type TreeContext, TreeNode } from './treeNode.ts';

/** How a pair file is shown. */
export interface PairFileOptions {
  readonly file: vscode.Uri;
  readonly label: string;
  readonly contextValue: 'pairFile' | 'stage.pairs';
  /** Which run it is of, where that is not plain. */
  readonly about?: string;
}

/** A file of preference pairs: its tasks, and why the others have none. */
export class PairFileNode extends TreeNode {
  readonly key: string;
  readonly file: vscode.Uri;
  readonly resourceUri: vscode.Uri;
  readonly #context: TreeContext;
  readonly #options: PairFileOptions;

  constructor(context: TreeContext, options: PairFileOptions) {
    super();
    this.file = options.file;
    this.resourceUri = options.file;
    this.key = options.file.toString();
    this.#context = context;
    this.#options = options;
  }

  async item(): Promise<vscode.TreeItem> {
    const { label, about, contextValue } = this.#options;
    const item = new vscode.TreeItem(label, vscode.TreeItemCollapsibleState.Collapsed);
    const summary = (await stageSummary(vscode.Uri.joinPath(this.file, '..')))?.replace(/;.*/s, '');
    item.description = [summary, about].filter(Boolean).join(' · ');
    item.iconPath = new vscode.ThemeIcon('git-compare');
    item.contextValue = contextValue;
    item.accessibilityInformation = { label: `${label}, ${item.description}` };
    return item;
  }

  override async children(): Promise<readonly TreeNode[]> {
    const { file } = this;
    const most = this.#context.shown.get(this.key) ?? pageSize;
    const { groups, problems, hasMore } = await firstPairs(await pairSource(file), most);
    const nodes = groups.map(group => {
      const [only, ...more] = group.pairs;
      return only && more.length === 0 ? new PairNode(file, only, group.task) : new PairTaskNode(file, group);
    });
    const label = `Show ${pageSize} more tasks…`;
    const summary = await pairSummaryIn(vscode.Uri.joinPath(file, '..'));
    return [
      ...(summary ? [new NoPairNode(this.#context, file, summary)] : []),
      ...this.#problemNodes(problems.map(problemText)),
      ...nodes,
      ...(hasMore ? [new MoreNode(this.#context, { of: this, label, next: most + pageSize })] : []),
    ];
  }

  #problemNodes(problems: readonly string[]): readonly TreeNode[] {
    if (problems.length === 0) return [];
    const item = new vscode.TreeItem(`${countText(problems.length, 'line')} cannot be read`);
    item.description = problems[0] ?? '';
    item.tooltip = problems.slice(0, 20).join('\n');
    item.iconPath = new vscode.ThemeIcon('warning', new vscode.ThemeColor('list.warningForeground'));
    item.command = { command: 'contrail.openAsText', title: 'Open as Text', arguments: [this] };
    return [new PlainNode(`${this.key} problems`, item)];
  }
}
