import * as vscode from 'vscode';
import { countText } from '../../engine/countText.ts';
import { splits } from '../../engine/trajectory/trajectory.ts';
import type { Run } from '../jobs/runs.ts';
import { provideEpisodes } from '../support/episodeSource.ts';
import type { StageFolder } from '../support/runFiles.ts';
import { runningIcon } from './outcomeIcon.ts';
import { PlainNode } from './plainNode.ts';
import { rateText } from './rateText.ts';
import { RunningNode } from './runningNode.ts';
import { isAt } from './runProgress.ts';
import { SplitNode } from './splitNode.ts';
import { stageSummary } from './stageSummary.ts';
import { taskNodes } from './taskNodes.ts';
import { type TreeContext, TreeNode } from './treeNode.ts';

const looks = {
  pretrain: { label: 'Pre-train', icon: 'book' },
  demonstrate: { label: 'Demonstrate', icon: 'star' },
  explore: { label: 'Explore', icon: 'telescope' },
  pairs: { label: 'Pair', icon: 'git-compare' },
  train: { label: 'Train', icon: 'mortar-board' },
  evaluate: { label: 'Evaluate', icon: 'checklist' },
} as const;

/** Milliseconds that a stage waits for its file to be read before it is drawn without figures. */
const patience = 300;

/** A stage of an iteration that has a file of episodes, or none (training). */
export class StageNode extends TreeNode {
  readonly key: string;
  readonly run: Run;
  readonly resourceUri: vscode.Uri;
  /** The file of episodes, for commands that open it. */
  readonly file?: vscode.Uri;
  readonly #context: TreeContext;
  readonly #stage: StageFolder;

  constructor(context: TreeContext, run: Run, stage: StageFolder) {
    super();
    this.#context = context;
    this.#stage = stage;
    this.run = run;
    this.resourceUri = stage.folder;
    if (stage.episodes) this.file = stage.episodes;
    this.key = stage.folder.toString();
  }

  async item(): Promise<vscode.TreeItem> {
    const { stage } = this.#stage;
    const { label, icon } = looks[stage];
    const { None, Collapsed } = vscode.TreeItemCollapsibleState;
    const item = new vscode.TreeItem(label, this.file ? Collapsed : None);
    const progress = this.#progress();
    item.description = [progress, this.file ? await this.#figures(this.file) : await this.#summary()]
      .filter(Boolean)
      .join(' · ');
    item.iconPath = this.#isRunning() ? runningIcon : new vscode.ThemeIcon(icon);
    item.contextValue = this.file ? 'stage.episodes' : `stage.${stage}`;
    item.accessibilityInformation = { label: `${label}, ${item.description}` };
    if (stage === 'train')
      item.command = { command: 'contrail.showDashboard', title: 'Show Dashboard', arguments: [this] };
    return item;
  }

  override async children(): Promise<readonly TreeNode[]> {
    const file = this.file;
    if (!file) return [];
    const { services } = this.#context;
    const path = await provideEpisodes(services, file);
    const running = this.#stage.isDone ? [] : await services.episodeFiles.running({ path });
    const begun = running.length > 0 ? [new RunningNode(file, running, this.#isRunning())] : [];
    const found = await services.episodeFiles.values({ path, field: 'split', prefix: '' });
    const parts = splits.filter(split => found.includes(split));
    if (parts.length > 1)
      return [...begun, ...parts.map(split => new SplitNode({ context: this.#context, file, split }))];
    const played = await taskNodes({ context: this.#context, of: this, file, filter: '' });
    if (begun.length + played.length > 0) return [...begun, ...played];
    return [new PlainNode(`${this.key} none`, new vscode.TreeItem('No episode has begun yet'))];
  }

  #isRunning(): boolean {
    const { place, stage } = this.#stage;
    return isAt(this.run, place) && this.run.progress?.stage === stage && this.run.progress.summary === undefined;
  }

  #progress(): string {
    const { progress } = this.run;
    if (this.#isRunning()) return progress?.total === undefined ? 'running' : `${progress.done} of ${progress.total}`;
    return this.#stage.isDone ? '' : 'not finished';
  }

  /** How the episodes went; what a large file says is drawn when it has been read. */
  async #figures(file: vscode.Uri): Promise<string> {
    const { services, changed } = this.#context;
    const path = await provideEpisodes(services, file);
    const status = await services.episodeFiles.status({ path });
    if (status.complete || this.#isRunning()) return figuresText(status);
    const read = services.episodeFiles.changed({ path, version: status.version });
    const timeout = new Promise<undefined>(resolve => setTimeout(resolve, patience, undefined));
    const later = await Promise.race([read, timeout]);
    if (later?.complete) return figuresText(later);
    read.then(
      () => changed(this),
      (error: unknown) => services.log.warn(String(error)),
    );
    return 'reading…';
  }

  async #summary(): Promise<string> {
    return this.#stage.isDone ? ((await stageSummary(this.#stage.folder)) ?? '') : '';
  }
}

function figuresText(status: { rows: number; successRate: number | null; averageReward: number | null }): string {
  return [rateText(status), countText(status.rows, 'episode')].filter(Boolean).join(' · ');
}
