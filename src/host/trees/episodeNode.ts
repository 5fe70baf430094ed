import * as vscode from 'vscode';
import { countText } from '../../engine/countText.ts';
import { visible } from '../../engine/trajectory/visible.ts';
import type { EpisodeSummary, ProblemRow, RunningEpisode } from '../../protocol/episodeFiles.ts';
import { summaryText } from '../compare/episodeChoice.ts';
import { outcomeIcon, runningIcon, waitingIcon } from './outcomeIcon.ts';
import { TreeNode } from './treeNode.ts';

/** A finished episode. */
export class EpisodeNode extends TreeNode {
  readonly key: string;
  readonly file: vscode.Uri;
  readonly id: string;
  readonly line: number;
  readonly #summary: EpisodeSummary;
  readonly #isAlone: boolean;

  /** `isAlone`: the only one of its task, so that it stands for the task. */
  constructor(file: vscode.Uri, summary: EpisodeSummary, { isAlone }: { readonly isAlone: boolean }) {
    super();
    this.file = file;
    this.id = summary.id;
    this.line = summary.line;
    this.key = `${file} ${summary.line}`;
    this.#summary = summary;
    this.#isAlone = isAlone;
  }

  item(): vscode.TreeItem {
    const { id, task, instruction, policy, rollout, problems } = this.#summary;
    const item = new vscode.TreeItem(visible(this.#isAlone ? instruction || task : `Rollout ${rollout}`));
    const kinds = Object.keys(problems).map(kind => kind.replaceAll('-', ' '));
    const outcome = summaryText(this.#summary);
    item.description = [outcome, ...kinds].join(' · ');
    item.iconPath = outcomeIcon(this.#summary);
    item.contextValue = 'episode';
    item.command = { command: 'contrail.openEpisode', title: 'Open Episode', arguments: [this] };
    item.tooltip = visible([instruction, id, `${outcome} · ${policy}`, ...kinds].join('\n'));
    item.accessibilityInformation = { label: `${item.label}, ${item.description}` };
    return item;
  }
}

/** An episode that has begun and not ended. */
export class RunningEpisodeNode extends TreeNode {
  readonly key: string;
  readonly file: vscode.Uri;
  readonly id: string;
  readonly #episode: RunningEpisode;

  readonly #isRunning: boolean;

  constructor(file: vscode.Uri, episode: RunningEpisode, isRunning: boolean) {
    super();
    this.#isRunning = isRunning;
    this.file = file;
    this.id = episode.id;
    this.key = `${file} running ${episode.id}`;
    this.#episode = episode;
  }

  item(): vscode.TreeItem {
    const { id, task, steps } = this.#episode;
    const item = new vscode.TreeItem(visible(task.instruction || id));
    item.description = `${countText(steps, 'step')} · ${id}`;
    item.iconPath = this.#isRunning ? runningIcon : waitingIcon;
    item.contextValue = 'episode.running';
    item.command = { command: 'contrail.openEpisode', title: 'Open Episode', arguments: [this] };
    item.accessibilityInformation = { label: `${item.label}, ${item.description}` };
    return item;
  }
}

/** A line that is no episode. */
export class MalformedNode extends TreeNode {
  readonly key: string;
  readonly file: vscode.Uri;
  readonly line: number;
  readonly #row: ProblemRow;

  constructor(file: vscode.Uri, row: ProblemRow) {
    super();
    this.file = file;
    this.line = row.line;
    this.key = `${file} ${row.line}`;
    this.#row = row;
  }

  item(): vscode.TreeItem {
    const item = new vscode.TreeItem(`Line ${this.line} is no episode`);
    item.description = visible(this.#row.problem.message);
    item.iconPath = new vscode.ThemeIcon('warning', new vscode.ThemeColor('list.warningForeground'));
    item.contextValue = 'malformed';
    item.command = { command: 'contrail.openEpisode', title: 'Open Line', arguments: [this] };
    item.tooltip = visible(`${this.#row.problem.message}\n${this.#row.head}`);
    return item;
  }
}
