import * as vscode from 'vscode';
import { countText } from '../../engine/countText.ts';
import { visible } from '../../engine/trajectory/visible.ts';
import { runFolderOf } from '../support/runFiles.ts';
import { byReason, type PairSummaryFile, reasonText, type Unpaired } from './pairSummary.ts';
import { MoreNode } from './plainNode.ts';
import { pageSize } from './rolloutNodes.ts';
import { jsonIn } from './stageSummary.ts';
import { type TreeContext, TreeNode } from './treeNode.ts';

/** The tasks without a pair, and why. */
export class NoPairNode extends TreeNode {
  readonly key: string;
  readonly #context: TreeContext;
  readonly #pairFile: vscode.Uri;
  readonly #summary: PairSummaryFile;

  constructor(context: TreeContext, pairFile: vscode.Uri, summary: PairSummaryFile) {
    super();
    this.#context = context;
    this.#pairFile = pairFile;
    this.#summary = summary;
    this.key = `${pairFile} no pair`;
  }

  item(): vscode.TreeItem {
    const { tasks, pairedTasks, unpaired } = this.#summary;
    const label = `No pair: ${countText(tasks - pairedTasks, 'task')}`;
    const item = new vscode.TreeItem(label, vscode.TreeItemCollapsibleState.Collapsed);
    const reasons = byReason(unpaired).map(([reason, all]) => `${reason} ${all.length.toLocaleString('en-US')}`);
    item.description = `${countText(unpaired.filter(({ episode }) => episode).length, 'episode')} left out`;
    item.tooltip = reasons.join('\n');
    item.iconPath = new vscode.ThemeIcon('circle-slash');
    return item;
  }

  override async children(): Promise<readonly TreeNode[]> {
    return byReason(this.#summary.unpaired).map(
      ([reason, unpaired]) => new ReasonNode(this.#context, this.#pairFile, { reason, unpaired }),
    );
  }
}

/** The episodes that one reason left out of all pairs. */
class ReasonNode extends TreeNode {
  readonly key: string;
  readonly #context: TreeContext;
  readonly #pairFile: vscode.Uri;
  readonly #reason: string;
  readonly #unpaired: readonly Unpaired[];

  constructor(
    context: TreeContext,
    pairFile: vscode.Uri,
    { reason, unpaired }: { readonly reason: string; readonly unpaired: readonly Unpaired[] },
  ) {
    super();
    this.#context = context;
    this.#pairFile = pairFile;
    this.#reason = reason;
    this.#unpaired = unpaired;
    this.key = `${pairFile} no pair ${reason}`;
  }

  item(): vscode.TreeItem {
    const item = new vscode.TreeItem(visible(this.#reason), vscode.TreeItemCollapsibleState.Collapsed);
    const about = reasonText(this.#reason);
    item.description = [this.#unpaired.length.toLocaleString('en-US'), about].filter(Boolean).join(' · ');
    return item;
  }

  override async children(): Promise<readonly TreeNode[]> {
    const most = this.#context.shown.get(this.key) ?? pageSize;
    const file = await explorationOf(this.#pairFile);
    const nodes = this.#unpaired
      .slice(0, most)
      .map((unpaired, index) => new UnpairedNode(file, unpaired, `${this.key} ${index}`));
    const left = this.#unpaired.length - most;
    if (left <= 0) return nodes;
    const label = `Show ${Math.min(left, pageSize)} more of ${this.#unpaired.length.toLocaleString('en-US')}…`;
    return [...nodes, new MoreNode(this.#context, { of: this, label, next: most + pageSize })];
  }
}

/** An episode, or a task, without a pair. */
class UnpairedNode extends TreeNode {
  readonly key: string;
  readonly file?: vscode.Uri;
  readonly id: string;
  readonly #isEpisode: boolean;

  constructor(file: vscode.Uri | undefined, { task, episode }: Unpaired, key: string) {
    super();
    this.key = key;
    this.id = episode ?? task;
    this.#isEpisode = episode !== undefined && file !== undefined;
    if (file && this.#isEpisode) this.file = file;
  }

  item(): vscode.TreeItem {
    const item = new vscode.TreeItem(visible(this.id));
    item.contextValue = this.#isEpisode ? 'episode' : 'task.unpaired';
    if (this.#isEpisode) item.command = { command: 'contrail.openEpisode', title: 'Open Episode', arguments: [this] };
    return item;
  }
}

/** The exploration that a stage's pairs were made of; undefined where its marker does not tell. */
async function explorationOf(pairFile: vscode.Uri): Promise<vscode.Uri | undefined> {
  const run = await runFolderOf(pairFile);
  const from = (await jsonIn(vscode.Uri.joinPath(pairFile, '..', 'stage.json')))?.['from'];
  const [first] = (Array.isArray(from) ? from : []) as { readonly file?: unknown }[];
  if (!run || typeof first?.file !== 'string') return undefined;
  const file = vscode.Uri.joinPath(run, ...first.file.split('/'));
  return file.path.startsWith(`${run.path}/`) ? file : undefined;
}
