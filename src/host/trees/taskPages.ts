import type { EpisodeRow, EpisodeSummary, GroupRow, RowPage } from '../../protocol/episodeFiles.ts';

/** A task of a view that is grouped by task: one row where it was played once. */
export interface TaskEntry {
  readonly group: GroupRow;
  /** Its first row in the order of the view. */
  readonly first: EpisodeRow;
}

/** Gives some rows of a view, as the service of `protocol/episodeFiles.ts` does: fewer than asked for now and then. */
export type ReadRows = (from: number, count: number) => Promise<Pick<RowPage, 'rows' | 'total'>>;

/** Rows that are read at once. */
const batch = 500;

/** The first `most` tasks of a grouped view, and whether there are more. Rows within a task are passed over. */
export async function firstTasks(
  read: ReadRows,
  most: number,
): Promise<{ readonly tasks: readonly TaskEntry[]; readonly hasMore: boolean }> {
  const tasks: TaskEntry[] = [];
  for (let at = 0; ; ) {
    const { rows, total } = await read(at, batch);
    let passed = 0;
    while (passed < rows.length && tasks.length < most) {
      const group = rows[passed];
      const first = rows[passed + 1];
      if (!group || !('group' in group)) throw new Error('A grouped view begins with a heading.');
      if (!first || 'group' in first) break;
      // Malformed lines come last and are counted as no episodes.
      const episodes = group.group === '' ? total - at - passed - 1 : group.episodes;
      tasks.push({ group: { ...group, episodes }, first });
      passed += 1 + episodes;
    }
    at += passed;
    if (tasks.length === most || at >= total || passed === 0) return { tasks, hasMore: at < total };
  }
}

/** Whether a row is an episode. */
export function isEpisode(row: EpisodeRow | GroupRow): row is EpisodeSummary {
  return 'id' in row;
}
