import * as vscode from 'vscode';
import { placeText } from '../../engine/iteration/place.ts';
import { pairFiles } from '../pairs/pairChoice.ts';
import { runFolderOf, stageOf } from '../support/runFiles.ts';
import { PairFileNode } from './pairFileNode.ts';
import type { TreeContext, TreeNode } from './treeNode.ts';

/** The pair files of the workspace, by path. */
export async function pairFileNodes(context: TreeContext): Promise<readonly TreeNode[]> {
  return Promise.all(
    (await pairFiles()).map(async file => {
      const run = await runFolderOf(file);
      const place = stageOf(file)?.place;
      const isByHand = file.path.endsWith('/pairs/hand.pairs.jsonl');
      const label = place ? placeText(place) : isByHand ? 'Made by hand' : vscode.workspace.asRelativePath(file);
      const about = run?.path.slice(run.path.lastIndexOf('/') + 1);
      return new PairFileNode(context, { file, label, contextValue: 'pairFile', ...(about && { about }) });
    }),
  );
}
