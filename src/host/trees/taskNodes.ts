import type { EpisodeView } from '../../protocol/episodeFiles.ts';
import { provideEpisodes } from '../support/episodeSource.ts';
import { EpisodeNode } from './episodeNode.ts';
import { MoreNode } from './plainNode.ts';
import { type EpisodeList, pageSize } from './rolloutNodes.ts';
import { TaskNode } from './taskNode.ts';
import { firstTasks, isEpisode } from './taskPages.ts';
import type { TreeNode } from './treeNode.ts';

/** Failures first: what there is to read about. */
const sort: EpisodeView['sort'] = [
  { column: 'reward', descending: false },
  { column: 'line', descending: false },
];

/** The tasks that were played, those that failed worst first; a task that was played once is its episode. */
export async function taskNodes({ context, of, file, filter }: EpisodeList): Promise<readonly TreeNode[]> {
  const { episodeFiles } = context.services;
  const path = await provideEpisodes(context.services, file);
  const most = context.shown.get(of.key) ?? pageSize;
  const view: EpisodeView = { filter, sort, group: 'task' };
  const { tasks, hasMore } = await firstTasks((from, count) => episodeFiles.rows({ path, view, from, count }), most);
  const nodes = tasks.flatMap(({ group, first }): TreeNode[] => {
    if (!isEpisode(first)) return [new TaskNode({ context, file, filter, group })];
    if (group.episodes === 1) return [new EpisodeNode(file, first, { isAlone: true })];
    return [new TaskNode({ context, file, filter, group, environment: first.environment })];
  });
  const label = `Show ${pageSize} more tasks…`;
  return hasMore ? [...nodes, new MoreNode(context, { of, label, next: most + pageSize })] : nodes;
}
