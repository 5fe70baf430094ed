import { markdownTable } from 'markdown-table';
import { type Interval, intervalText } from '../analysis/statistics.ts';
import { type Split, splits } from '../trajectory/trajectory.ts';
import { armNames } from './place.ts';
import type { Report, ReportCell, ReportRow } from './report.ts';

const blank = '–';

/** The results table in Markdown, percentages with their 95 % intervals, and what the reader has to know beside it. */
export function reportMarkdown(report: Report): string {
  const { header, rows } = table(report);
  const align = header.map((_, column) => (column === 0 ? 'l' : 'r'));
  return [
    `## ${report.experiment}`,
    '',
    markdownTable([header, ...rows], { align, stringLength: width }),
    '',
    ...notes(report),
    '',
  ].join('\n');
}

/** The same table for a terminal. */
export function reportText(report: Report): string {
  const { header, rows } = table(report);
  const lines = [header, ...rows];
  const widths = header.map((_, column) => Math.max(...lines.map(line => width(line[column]!))));
  const render = (line: readonly string[]) =>
    line
      .map((text, column) => {
        const padding = ' '.repeat(widths[column]! - width(text));
        return column === 0 ? text + padding : padding + text;
      })
      .join('  ')
      .trimEnd();
  const rule = widths.map(length => '─'.repeat(length)).join('  ');
  return [render(header), rule, ...rows.map(render), '', ...notes(report)].join('\n');
}

function width(text: string): number {
  return [...text].length;
}

function table(report: Report): { header: string[]; rows: string[][] } {
  const shown = splits.filter(split => split !== 'val' && report.rows.some(row => row.splits[split]));
  const header = [
    '',
    ...shown.flatMap(split => [`${split}: success %`, 'reward', 'against']),
    'steps',
    'invalid %',
    'time',
  ];
  const rows = report.rows.map(row => [
    rowName(row),
    ...shown.flatMap(split => splitTexts(row.splits[split])),
    number(
      meanOver(shown, row, cell => cell.steps),
      1,
    ),
    number(
      meanOver(shown, row, cell => (cell.invalidRate === null ? null : cell.invalidRate * 100)),
      1,
    ),
    row.seconds === null ? blank : `${number(row.seconds, 0)} s`,
  ]);
  return { header, rows };
}

function rowName({ arm, iteration, trained, rejected }: ReportRow): string {
  if (arm === 'eto' && iteration === 0) return trained ? 'Cloning (SFT)' : 'Policy as it is';
  if (arm === 'best-of-n') return armNames[arm];
  return `${armNames[arm]}, iteration ${iteration}${rejected.length > 0 ? ' *' : ''}`;
}

function splitTexts(cell: ReportCell | undefined): string[] {
  if (!cell) return [blank, blank, blank];
  return [
    text(cell.successRate),
    cell.averageReward ? number(cell.averageReward.mean, 3) : blank,
    signed(cell.difference),
  ];
}

function text(interval: Interval | null): string {
  return interval ? intervalText(interval) : blank;
}

function signed(interval: Interval | null): string {
  if (!interval) return blank;
  return interval.mean > 0 ? `+${intervalText(interval)}` : intervalText(interval);
}

function number(value: number | null, digits: number): string {
  return value === null ? blank : value.toFixed(digits);
}

function meanOver(shown: readonly Split[], row: ReportRow, value: (cell: ReportCell) => number | null): number | null {
  const values = shown.flatMap(split => {
    const cell = row.splits[split];
    const known = cell ? value(cell) : null;
    return known === null ? [] : [known];
  });
  return values.length === 0 ? null : values.reduce((sum, next) => sum + next, 0) / values.length;
}

function notes(report: Report): string[] {
  const first = report.rows[0];
  const sizes = splits
    .flatMap(split => {
      const tasks = first?.splits[split]?.successRate?.tasks;
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
