import * as vscode from 'vscode';
import { countText } from '../../engine/countText.ts';
import type { RunningEpisode } from '../../protocol/episodeFiles.ts';
import { RunningEpisodeNode } from './episodeNode.ts';
import { runningIcon, waitingIcon } from './outcomeIcon.ts';
import { TreeNode } from './treeNode.ts';

/** The episodes of a stage that have begun and not ended: they are played now, or owed since their job ended. */
export class RunningNode extends TreeNode {
  readonly key: string;
  readonly #file: vscode.Uri;
  readonly #episodes: readonly RunningEpisode[];
  readonly #isRunning: boolean;

  constructor(file: vscode.Uri, episodes: readonly RunningEpisode[], isRunning: boolean) {
    super();
    this.key = `${file} running`;
    this.#file = file;
    this.#episodes = episodes;
    this.#isRunning = isRunning;
  }

  item(): vscode.TreeItem {
    const item = new vscode.TreeItem(
      this.#isRunning ? 'Running' : 'Interrupted',
      vscode.TreeItemCollapsibleState.Collapsed,
    );
    item.description = countText(this.#episodes.length, 'episode');
    item.iconPath = this.#isRunning ? runningIcon : waitingIcon;
    return item;
  }

  override async children(): Promise<readonly TreeNode[]> {
    return this.#episodes.map(episode => new RunningEpisodeNode(this.#file, episode, this.#isRunning));
  }
}
