import type { TextColumn } from '../../engine/query/field.ts';
import { type RowTest, rowTest } from '../../engine/query/filter.ts';
import { parseQuery } from '../../engine/query/parse.ts';
import type { EpisodeView, GroupRow, RowPage, SortColumn, SortKey } from '../../protocol/episodeFiles.ts';
import { compareNaturally } from './naturalOrder.ts';
import type { SummaryTable } from './summaryTable.ts';

/** The entries of a view in their order. */
export interface ViewEntries {
  /** Rows of the file, or for a heading its index in `groups`, subtracted from -1. */
  readonly entries: Int32Array;
  readonly groups: readonly GroupRow[];
  readonly matches: number;
}

/** Why a filter cannot be understood, and where. */
export type FilterProblem = NonNullable<RowPage['filterProblem']>;

/** Whether a row passes a filter, or why that cannot be told. */
export function filterTest(filter: string, table: SummaryTable): RowTest | FilterProblem {
  const { query, problems } = parseQuery(filter);
  const [problem] = problems;
  if (!problem) return rowTest(query, table);
  return { from: problem.from, to: problem.to, message: problem.message };
}

/** Whether a view shows every row where it stands in the file. */
export function isFileOrder({ filter, sort, group }: EpisodeView): boolean {
  return filter.trim() === '' && sort.length === 0 && group === 'none';
}

/** Puts rows, which come in the order of the file, into the order of a view. */
export function arrange(
  rows: Int32Array,
  { sort, group }: Pick<EpisodeView, 'sort' | 'group'>,
  table: SummaryTable,
): ViewEntries {
  const sorted = sort.length > 0 ? sortedRows(rows, sort, table) : rows;
  if (group === 'none') return { entries: sorted, groups: [], matches: rows.length };
  return { ...grouped(sorted, table), matches: rows.length };
}

const textColumns: readonly TextColumn[] = ['id', 'environment', 'split', 'task', 'instruction', 'ending', 'policy'];

function isText(column: SortColumn): column is SortColumn & TextColumn {
  return (textColumns as readonly string[]).includes(column);
}

function sortedRows(rows: Int32Array, sort: readonly SortKey[], table: SummaryTable): Int32Array {
  const keys = sort.map(({ column, descending }) => {
    const values = isText(column) ? textRanks(rows, column, table) : Float64Array.from(rows, table.number(column));
    // What has no value comes last in either direction.
    rows.forEach((row, index) => {
      if (table.malformed(row) && column !== 'line') values[index] = Number.NaN;
    });
    return values.map(value => (Number.isNaN(value) ? Number.POSITIVE_INFINITY : descending ? -value : value));
  });
  const order = Int32Array.from(rows, (_, index) => index);
  order.sort((left, right) => {
    for (const values of keys) {
      const difference = values[left]! - values[right]!;
      // Two infinities have no difference: both are without a value.
      if (difference < 0) return -1;
      if (difference > 0) return 1;
    }
    return left - right;
  });
  return order.map(index => rows[index]!);
}

/** For each row the place of its text among all, counted from 0. */
function textRanks(rows: Int32Array, column: TextColumn, table: SummaryTable): Float64Array {
  const values = table.text(column);
  const texts = new Map<number | string, string>();
  const keys = Array.from(rows, row => {
    if (table.malformed(row)) return undefined;
    const key = values.code ? values.code(row) : values.text(row);
    if (!texts.has(key)) texts.set(key, typeof key === 'string' ? key : values.text(row));
    return key;
  });
  const ranks = new Map<number | string, number>();
  const byText = [...texts].sort(([, left], [, right]) => compareNaturally(left, right));
  for (const [rank, [key]] of byText.entries()) ranks.set(key, rank);
  return Float64Array.from(keys, key => (key === undefined ? Number.NaN : ranks.get(key)!));
}

/** Rows of one task together, tasks in the order of their first row, malformed lines last. */
function grouped(rows: Int32Array, table: SummaryTable): Pick<ViewEntries, 'entries' | 'groups'> {
  const byTask = new Map<number, number[]>();
  const others: number[] = [];
  const task = table.text('task');
  for (const row of rows) {
    if (table.malformed(row)) {
      others.push(row);
      continue;
    }
    const code = task.code!(row);
    const members = byTask.get(code);
    if (members) members.push(row);
    else byTask.set(code, [row]);
  }
  const parts = [...byTask.values(), ...(others.length > 0 ? [others] : [])];
  const entries = new Int32Array(rows.length + parts.length);
  let at = 0;
  const groups = parts.map((members, index) => {
    entries[at] = -1 - index;
    entries.set(members, at + 1);
    at += members.length + 1;
    return members === others ? malformedGroup : groupRow(members, table);
  });
  return { entries, groups };
}

const malformedGroup: GroupRow = { group: '', instruction: '', episodes: 0, successes: 0, averageReward: null };

function groupRow(members: readonly number[], table: SummaryTable): GroupRow {
  const first = members[0]!;
  const success = table.number('success');
  const reward = table.number('reward');
  const rewards = members.map(reward).filter(value => !Number.isNaN(value));
  return {
    group: table.text('task').text(first),
    instruction: table.text('instruction').text(first),
    episodes: members.length,
    successes: members.filter(row => success(row) === 1).length,
    averageReward: rewards.length > 0 ? rewards.reduce((sum, value) => sum + value, 0) / rewards.length : null,
  };
}
