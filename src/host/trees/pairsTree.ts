import * as vscode from 'vscode';
import { placeOrder, placeText } from '../../engine/iteration/place.ts';
import { pairFiles } from '../pairs/pairChoice.ts';
import { runFolderOf, stageOf } from '../support/runFiles.ts';
import { PairFileNode } from './pairFileNode.ts';
import type { TreeContext, TreeNode } from './treeNode.ts';

/** The pair files of the workspace: those that people made, then those of stages by run and place. */
export async function pairFileNodes(context: TreeContext): Promise<readonly TreeNode[]> {
  return Promise.all(
    [...(await pairFiles())].sort(byPlace).map(async file => {
      const run = await runFolderOf(file);
      const place = stageOf(file)?.place;
      const isByHand = file.path.endsWith('/pairs/hand.pairs.jsonl');
      const label = place ? placeText(place) : isByHand ? 'Made by hand' : vscode.workspace.asRelativePath(file);
      const about = run?.path.slice(run.path.lastIndexOf('/') + 1);
      return new PairFileNode(context, { file, label, contextValue: 'pairFile', ...(about && { about }) });
    }),
  );
}

function byPlace(a: vscode.Uri, b: vscode.Uri): number {
  const [one, other] = [stageOf(a)?.place, stageOf(b)?.place];
  if (!one || !other) return Number(one !== undefined) - Number(other !== undefined);
  const run = (file: vscode.Uri) => file.path.slice(0, file.path.lastIndexOf('/seed-'));
  if (run(a) !== run(b)) return run(a) < run(b) ? -1 : 1;
  return placeOrder(one, other);
}
