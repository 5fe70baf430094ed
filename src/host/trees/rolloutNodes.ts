import type * as vscode from 'vscode';
import { queryText } from '../../engine/query/query.ts';
import type { EpisodeRow, EpisodeView } from '../../protocol/episodeFiles.ts';
import { provideEpisodes } from '../support/episodeSource.ts';
import { EpisodeNode, MalformedNode } from './episodeNode.ts';
import { MoreNode } from './plainNode.ts';
import { isEpisode } from './taskPages.ts';
import type { TreeContext, TreeNode } from './treeNode.ts';

/** Children of a node that are shown at first, and that each request for more adds. */
export const pageSize = 200;

/** Episodes of a file that stand below a node. */
export interface EpisodeList {
  readonly context: TreeContext;
  /** The node that they stand below. */
  readonly of: TreeNode;
  readonly file: vscode.Uri;
  /** Which of the file, in the filter language; empty for all. */
  readonly filter: string;
}

/** The episodes of one task in the order of the file; of malformed lines, which belong to none, the lines. */
export async function rolloutNodes(
  { context, of, file, filter }: EpisodeList,
  task: string,
): Promise<readonly TreeNode[]> {
  const path = await provideEpisodes(context.services, file);
  const own = task === '' ? 'malformed' : queryText({ kind: 'compare', field: 'task', operator: '=', value: task });
  const view: EpisodeView = { filter: filter ? `(${filter}) and ${own}` : own, sort: [], group: 'none' };
  const most = context.shown.get(of.key) ?? pageSize;
  const rows: EpisodeRow[] = [];
  let total = most;
  while (rows.length < Math.min(most, total)) {
    const page = await context.services.episodeFiles.rows({ path, view, from: rows.length, count: most - rows.length });
    if (page.rows.length === 0) break;
    rows.push(...page.rows.flatMap(row => ('group' in row ? [] : row)));
    total = page.total;
  }
  const nodes = rows
    .filter(row => !isEpisode(row) || row.task === task)
    .map(row => (isEpisode(row) ? new EpisodeNode(file, row, { isAlone: false }) : new MalformedNode(file, row)));
  if (total <= rows.length) return nodes;
  const label = `Show ${Math.min(pageSize, total - rows.length)} more of ${total.toLocaleString('en-US')}…`;
  return [...nodes, new MoreNode(context, { of, label, next: most + pageSize })];
}
