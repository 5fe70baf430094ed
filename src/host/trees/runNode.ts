import * as vscode from 'vscode';
import { headline } from '../../engine/iteration/headline.ts';
import { visible } from '../../engine/trajectory/visible.ts';
import { stateText } from '../../node/jobText.ts';
import type { Run } from '../jobs/runs.ts';
import { exists, type StageFolder, stagesOf } from '../support/runFiles.ts';
import { IterationNode } from './iterationNode.ts';
import { statusIcon } from './outcomeIcon.ts';
import { PlainNode } from './plainNode.ts';
import { splitsText } from './rateText.ts';
import { reportIn } from './runReport.ts';
import { SeedNode } from './seedNode.ts';
import { type TreeContext, TreeNode } from './treeNode.ts';

/** A run: how its experiment goes. */
export class RunNode extends TreeNode {
  readonly key: string;
  /** As it stands now. */
  run: Run;
  readonly resourceUri: vscode.Uri;
  readonly #context: TreeContext;

  constructor(context: TreeContext, run: Run) {
    super();
    this.#context = context;
    this.run = run;
    this.resourceUri = run.folder;
    this.key = run.folder.toString();
  }

  /** Takes note of how the run stands now. */
  update(run: Run): void {
    this.run = run;
  }

  async item(): Promise<vscode.TreeItem> {
    const { run } = this;
    const { status } = run.state;
    const report = await reportIn(run.folder);
    const last = report?.rows.findLast(({ arm }) => arm === 'eto');
    const item = new vscode.TreeItem(run.name, vscode.TreeItemCollapsibleState.Collapsed);
    item.description = [status === 'finished' ? '' : status, last ? splitsText(last) : ''].filter(Boolean).join(' · ');
    item.iconPath = statusIcon(status);
    item.contextValue = `run.${status}`;
    const told = [run.name, stateText(run, Date.now()), (report && headline(report)) ?? 'Nothing is evaluated yet.'];
    item.tooltip = visible([...told, run.folder.fsPath].join('\n'));
    item.accessibilityInformation = { label: [run.name, status, item.description].join(', ') };
    return item;
  }

  override async children(): Promise<readonly TreeNode[]> {
    const { folder } = this.run;
    const [stages, report] = await Promise.all([stagesOf(folder), reportIn(folder)]);
    const seeds = [...new Set(stages.map(({ place }) => place.seed))];
    const options = { context: this.#context, run: this.run, report };
    const of = (seed: number) =>
      iterationsOf(stages.filter(({ place }) => place.seed === seed)).map(
        own => new IterationNode({ ...options, stages: own }),
      );
    const below =
      seeds.length > 1
        ? seeds.map(seed => new SeedNode(vscode.Uri.joinPath(folder, `seed-${seed}`), { seed, iterations: of(seed) }))
        : seeds.flatMap(of);
    if (below.length === 0) return [new PlainNode(`${this.key} none`, new vscode.TreeItem('No stage has begun yet'))];
    return [...below, ...(await this.#reportNode())];
  }

  async #reportNode(): Promise<readonly TreeNode[]> {
    const file = vscode.Uri.joinPath(this.run.folder, 'report.md');
    if (!(await exists(file))) return [];
    const item = new vscode.TreeItem('Report');
    item.iconPath = new vscode.ThemeIcon('markdown');
    item.command = { command: 'markdown.showPreview', title: 'Open Report', arguments: [file] };
    return [new PlainNode(file.toString(), item)];
  }
}

/** The stages by iteration, in their order. */
function iterationsOf(stages: readonly StageFolder[]): readonly (readonly [StageFolder, ...StageFolder[]])[] {
  const found = new Map<string, [StageFolder, ...StageFolder[]]>();
  for (const stage of stages) {
    const key = `${stage.place.arm} ${stage.place.iteration}`;
    const known = found.get(key);
    if (known) known.push(stage);
    else found.set(key, [stage]);
  }
  return [...found.values()];
}
