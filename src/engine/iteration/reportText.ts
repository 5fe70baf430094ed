import { markdownTable } from 'markdown-table';
import { type Interval, intervalText } from '../analysis/statistics.ts';
import { textTable, textWidth } from '../textTable.ts';
import { splits } from '../trajectory/trajectory.ts';
import type { Report, ReportCell } from './report.ts';
import { rowName } from './rowName.ts';

const blank = '–';

/** The results in Markdown, a table a split, means with their 95 % intervals, and what the reader has to know beside it. */
export function reportMarkdown(report: Report): string {
  const align = header.map((_, column) => (column === 0 ? 'l' : 'r'));
  const tables = tablesOf(report).flatMap(table => [markdownTable(table, { align, stringLength: textWidth }), '']);
  return [`## ${report.experiment}`, '', ...tables, ...reportNotes(report), ''].join('\n');
}

/** The same for a terminal. */
export function reportText(report: Report): string {
  return [...tablesOf(report).flatMap(table => [textTable(table), '']), ...reportNotes(report)].join('\n');
}

const header = ['', 'success %', 'against', 'average reward', 'steps', 'invalid %', 'time'];

/** A table a split, its name in the first cell. `val` has none: it is what policies are chosen by. */
function tablesOf(report: Report): string[][][] {
  const shown = splits.filter(split => split !== 'val' && report.rows.some(row => row.splits[split]));
  return shown.map(split => [
    [split, ...header.slice(1)],
    ...report.rows.flatMap(row => {
      const cell = row.splits[split];
      return cell
        ? [[rowName(row), ...cellTexts(cell), row.seconds === null ? blank : `${number(row.seconds, 0)} s`]]
        : [];
    }),
  ]);
}

function cellTexts({ successRate, difference, averageReward, steps, invalidRate }: ReportCell): string[] {
  return [
    text(successRate),
    difference && difference.mean > 0 ? `+${text(difference)}` : text(difference),
    averageReward
      ? `${[averageReward.mean, averageReward.low].map(value => value.toFixed(3)).join(' [')}, ${averageReward.high.toFixed(3)}]`
      : blank,
    number(steps, 1),
    number(invalidRate === null ? null : invalidRate * 100, 1),
  ];
}

function text(interval: Interval | null): string {
  return interval ? intervalText(interval) : blank;
}

function number(value: number | null, digits: number): string {
  return value === null ? blank : value.toFixed(digits);
}

/** What the reader of a table of results has to know beside it, one sentence each. */
export function reportNotes(report: Report): string[] {
  const first = report.rows[0];
  if (!first) return ['No policy has been evaluated yet.'];
  const sizes = splits
    .flatMap(split => {
      const tasks = first.splits[split]?.successRate?.tasks;
      return tasks === undefined ? [] : [`${tasks} ${split}`];
    })
    .join(', ');
  const seeds =
    report.seeds.length === 1 ? `seed ${report.seeds[0]}` : `${report.seeds.length} seeds (${report.seeds.join(', ')})`;
  const lines = [
    `${seeds}; tasks: ${sizes}; greedy; 95 % intervals over seeds and tasks.`,
    'against: success rate of ETO minus cloning; of a baseline minus ETO of the same iteration (paired).',
  ];
  if (report.rows.some(row => row.rejected.length > 0)) {
    lines.push('* the validation gate kept the policy before this one in at least one seed.');
  }
  const unjudged = report.rows.reduce(
    (sum, row) => sum + Object.values(row.splits).reduce((all, cell) => all + cell.unjudged, 0),
    0,
  );
  if (unjudged > 0) lines.push(`${unjudged} episodes could not be judged (no reward) and are in no mean.`);
  return lines;
}
