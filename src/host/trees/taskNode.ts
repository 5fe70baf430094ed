import * as vscode from 'vscode';
import { countText } from '../../engine/countText.ts';
import { visible } from '../../engine/trajectory/visible.ts';
import type { GroupRow } from '../../protocol/episodeFiles.ts';
import { outcomeIcon } from './outcomeIcon.ts';
import { rolloutNodes } from './rolloutNodes.ts';
import { type TreeContext, TreeNode } from './treeNode.ts';

/** What a task's node is made of. */
export interface TaskNodeOptions {
  readonly context: TreeContext;
  readonly file: vscode.Uri;
  /** Which episodes of the file its view shows. */
  readonly filter: string;
  readonly group: GroupRow;
  /** Absent for malformed lines, which belong to no task. */
  readonly environment?: string;
}

/** A task that was played several times; also what holds the malformed lines of a file. */
export class TaskNode extends TreeNode {
  readonly key: string;
  readonly id: string;
  /** For commands about a task: the file in which it was played, and the task. */
  readonly episodes: vscode.Uri;
  readonly task: { readonly environment: string; readonly id: string };
  readonly #options: TaskNodeOptions;

  constructor(options: TaskNodeOptions) {
    super();
    const { file, filter, group, environment = '' } = options;
    this.key = `${file} ${filter} task ${group.group}`;
    this.id = group.group;
    this.episodes = file;
    this.task = { environment, id: group.group };
    this.#options = options;
  }

  item(): vscode.TreeItem {
    const { group, instruction, episodes, successes, averageReward } = this.#options.group;
    const isTask = group !== '';
    const label = isTask ? visible(instruction || group) : 'Lines that are no episodes';
    const item = new vscode.TreeItem(label, vscode.TreeItemCollapsibleState.Collapsed);
    const reward = averageReward === null ? 'not judged' : `reward ${averageReward.toFixed(2)}`;
    item.description = isTask
      ? `${successes} of ${episodes} succeed · ${reward} · ${group}`
      : countText(episodes, 'line');
    item.iconPath = isTask
      ? outcomeIcon({ success: successes === episodes, reward: averageReward })
      : new vscode.ThemeIcon('warning', new vscode.ThemeColor('list.warningForeground'));
    item.contextValue = isTask ? 'task' : 'malformed';
    item.tooltip = visible(`${label}\n${item.description}`);
    item.accessibilityInformation = { label: `${label}, ${item.description}` };
    return item;
  }

  override children(): Promise<readonly TreeNode[]> {
    const { context, file, filter } = this.#options;
    return rolloutNodes({ context, of: this, file, filter }, this.id);
  }
}
