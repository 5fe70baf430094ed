import * as vscode from 'vscode';
import { countText } from '../../engine/countText.ts';
import { provideEpisodes } from '../support/episodeSource.ts';
import { rateText } from './rateText.ts';
import { taskNodes } from './taskNodes.ts';
import { type TreeContext, TreeNode } from './treeNode.ts';

/** The episodes of one split in a file of several. */
export class SplitNode extends TreeNode {
  readonly key: string;
  readonly #context: TreeContext;
  readonly #file: vscode.Uri;
  readonly #split: string;

  constructor({ context, file, split }: { context: TreeContext; file: vscode.Uri; split: string }) {
    super();
    this.#context = context;
    this.#file = file;
    this.#split = split;
    this.key = `${file} split ${split}`;
  }

  async item(): Promise<vscode.TreeItem> {
    const { services } = this.#context;
    const item = new vscode.TreeItem(this.#split, vscode.TreeItemCollapsibleState.Collapsed);
    const path = await provideEpisodes(services, this.#file);
    const matches = async (filter: string) => {
      const view = { filter: `${this.#filter()} and ${filter}`, sort: [], group: 'none' } as const;
      return (await services.episodeFiles.rows({ path, view, from: 0, count: 0 })).matches;
    };
    const bars = await services.episodeFiles.histogram({ path, filter: this.#filter() });
    const episodes = bars.reduce((sum, bar) => sum + bar.episodes, 0);
    const judged = bars.reduce((sum, bar) => sum + (bar.from === null ? 0 : bar.episodes), 0);
    const successRate = judged === 0 ? null : (await matches('success')) / judged;
    item.description = [rateText({ successRate, averageReward: null }), countText(episodes, 'episode')]
      .filter(Boolean)
      .join(' · ');
    item.iconPath = new vscode.ThemeIcon('list-tree');
    item.accessibilityInformation = { label: `${this.#split}, ${item.description}` };
    return item;
  }

  override children(): Promise<readonly TreeNode[]> {
    return taskNodes({ context: this.#context, of: this, file: this.#file, filter: this.#filter() });
  }

  #filter(): string {
    return `split = ${this.#split}`;
  }
}
