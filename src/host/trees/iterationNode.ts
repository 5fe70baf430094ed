import * as vscode from 'vscode';
import { armNames, type Place } from '../../engine/iteration/place.ts';
import type { Report } from '../../engine/iteration/report.ts';
import { rowName } from '../../engine/iteration/rowName.ts';
import { progressText } from '../../node/jobText.ts';
import type { Run } from '../jobs/runs.ts';
import type { StageFolder } from '../support/runFiles.ts';
import { PairFileNode } from './pairFileNode.ts';
import { splitsText } from './rateText.ts';
import { isAt } from './runProgress.ts';
import { rowAt } from './runReport.ts';
import { StageNode } from './stageNode.ts';
import { type TreeContext, TreeNode } from './treeNode.ts';

/** What an iteration's node is made of. */
export interface IterationNodeOptions {
  readonly context: TreeContext;
  readonly run: Run;
  readonly report: Report | undefined;
  /** Its stages in the order of the work; one at least. */
  readonly stages: readonly [StageFolder, ...StageFolder[]];
}

/** An iteration of an arm at a seed. */
export class IterationNode extends TreeNode {
  readonly key: string;
  readonly run: Run;
  readonly resourceUri: vscode.Uri;
  readonly place: Place;
  readonly #options: IterationNodeOptions;

  constructor(options: IterationNodeOptions) {
    super();
    this.run = options.run;
    this.place = options.stages[0].place;
    this.resourceUri = vscode.Uri.joinPath(options.stages[0].folder, '..');
    this.key = this.resourceUri.toString();
    this.#options = options;
  }

  item(): vscode.TreeItem {
    const { place } = this;
    const { report } = this.#options;
    const row = rowAt(report, place);
    const label = row ? rowName(row) : iterationName(place);
    const item = new vscode.TreeItem(label, vscode.TreeItemCollapsibleState.Collapsed);
    const isOfOneSeed = report?.seeds.length === 1;
    const { progress } = this.run;
    const doing = progress && isAt(this.run, place) ? progressText(progress, Date.now()) : '';
    item.description = [doing, row && isOfOneSeed ? splitsText(row) : ''].filter(Boolean).join(' · ');
    item.iconPath = new vscode.ThemeIcon(place.arm === 'eto' ? 'layers' : 'beaker');
    item.contextValue = 'iteration';
    item.accessibilityInformation = { label: [label, item.description].filter(Boolean).join(', ') };
    return item;
  }

  override async children(): Promise<readonly TreeNode[]> {
    const { context, run, stages } = this.#options;
    return stages.map(stage =>
      stage.pairs
        ? new PairFileNode(context, { file: stage.pairs, label: 'Pair', contextValue: 'stage.pairs' })
        : new StageNode(context, run, stage),
    );
  }
}

function iterationName({ arm, iteration }: Place): string {
  return arm === 'best-of-n' ? armNames[arm] : `${armNames[arm]}, iteration ${iteration}`;
}
