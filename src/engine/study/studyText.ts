import { markdownTable } from 'markdown-table';
import { type Interval, intervalText } from '../analysis/statistics.ts';
import { textTable, textWidth } from '../textTable.ts';
import { type Split, splits } from '../trajectory/trajectory.ts';
import { seedsText } from './seedList.ts';
import type { StudyReport, StudyReportRow } from './studyReport.ts';

const blank = '–';

/** A table as cells of text; its first line is its head, its first column is words and the others are figures. */
type Cells = readonly (readonly string[])[];

/** Marks a difference whose interval leaves 0 out. */
type Mark = (text: string) => string;

/** The study for a terminal: rows, differences, and what the reader has to know beside them. */
export function studyText(report: StudyReport): string {
  const tables = [rowTable(report), differenceTable(report, text => `${text} *`)];
  const mark = '* the 95 % interval of the difference leaves 0 out.';
  return [
    `${report.title}: ${report.question}`,
    '',
    ...tables.filter(hasRows).flatMap(table => [textTable(table), '']),
    ...studyNotes(report),
    ...(report.comparisons.length > 0 ? [mark] : []),
  ].join('\n');
}

/** The study's two tables and notes in Markdown, without a heading: what stands in README. */
export function studyTables(report: StudyReport): string {
  const tables = [rowTable(report), differenceTable(report, text => `**${text}**`)];
  const mark = 'Bold: the 95 % interval of the difference leaves 0 out.';
  return [
    ...tables.filter(hasRows).flatMap(table => [markdown(table), '']),
    [...studyNotes(report), ...(report.comparisons.length > 0 ? [mark] : [])].join(' '),
    '',
    `\`${report.command}\``,
  ].join('\n');
}

/** The whole study in Markdown: its tables, the mean of every seed, and what the variants are. */
export function studyMarkdown(report: StudyReport): string {
  const { title, question, variants, experiment } = report;
  return [
    `# ${title}`,
    '',
    question,
    '',
    studyTables(report),
    '',
    '## Seeds',
    '',
    `Success in percent, ${shown(report).join(' / ')}.`,
    '',
    markdown(seedTable(report)),
    '',
    '## Variants',
    '',
    `All of them: \`${JSON.stringify(experiment)}\``,
    '',
    ...variants.map(({ name, title, settings }) => `- \`${name}\`: ${title}. \`${JSON.stringify(settings)}\``),
    '',
  ].join('\n');
}

function hasRows(table: Cells): boolean {
  return table.length > 1;
}

function markdown(table: Cells): string {
  const align = table[0]!.map((_, column) => (column === 0 ? 'l' : 'r'));
  return markdownTable(table, { align, stringLength: textWidth });
}

/** `val` is left out: it is what policies are chosen by. */
function shown({ rows }: StudyReport): Split[] {
  return splits.filter(split => split !== 'val' && rows.some(row => row.splits[split]));
}

function rowTable(report: StudyReport): Cells {
  const { rows } = report;
  const names = shown(report);
  const isGraded = hasGradedRewards(report);
  return [
    [
      '',
      ...names.map(split => `${split}, success %`),
      ...(isGraded ? names.map(split => `${split}, reward × 100`) : []),
      `steps, ${names.join(' / ')}`,
      'time a seed',
    ],
    ...rows.map(row => [
      row.rejected.length > 0 ? `${row.label} †` : row.label,
      ...names.map(split => interval(row.splits[split]?.successRate)),
      ...(isGraded ? names.map(split => interval(row.splits[split]?.averageReward)) : []),
      names.map(split => figure(row.splits[split]?.steps ?? null, 1)).join(' / '),
      row.seconds === null ? blank : `${row.seconds.toFixed(0)} s`,
    ]),
  ];
}

function differenceTable(report: StudyReport, mark: Mark): Cells {
  const names = shown(report);
  const isGraded = hasGradedRewards(report);
  const cell = (difference: Interval | null | undefined) => {
    const text = `${difference && difference.mean > 0 ? '+' : ''}${interval(difference)}`;
    return difference && (difference.low > 0 || difference.high < 0) ? mark(text) : text;
  };
  return [
    [
      'difference, paired',
      ...names.map(split => `${split}, success`),
      ...(isGraded ? names.map(split => `${split}, reward × 100`) : []),
    ],
    ...report.comparisons.map(({ row, against, splits }) => [
      `${row} − ${against}`,
      ...names.map(split => cell(splits[split]?.successRate)),
      ...(isGraded ? names.map(split => cell(splits[split]?.averageReward)) : []),
    ]),
  ];
}

function seedTable(report: StudyReport): Cells {
  const names = shown(report);
  const at = ({ splits }: StudyReportRow, seed: number) =>
    names
      .map(split => splits[split]?.bySeed.find(other => other.seed === seed)?.successRate ?? null)
      .map(rate => figure(rate === null ? null : rate * 100, 1))
      .join(' / ');
  return [
    ['', ...report.seeds.map(seed => `${seed}`)],
    ...report.rows.map(row => [row.label, ...report.seeds.map(seed => at(row, seed))]),
  ];
}

/** Where every reward is 0 or 1, average reward and success rate are the same number. */
function hasGradedRewards({ rows }: StudyReport): boolean {
  return rows.some(row =>
    Object.values(row.splits).some(({ successRate, averageReward }) => successRate?.mean !== averageReward?.mean),
  );
}

/** What the reader of the tables has to know beside them, a sentence each. */
export function studyNotes(report: StudyReport): string[] {
  const { seeds, rows, tasks, machine, contrail, limit } = report;
  if (rows.length === 0) return ['No policy has been evaluated yet.'];
  const names = shown(report);
  const sizes = names.map(split => `${tasks[split]} ${split}`).join(' and ');
  const incomplete = Map.groupBy(
    rows.filter(row => row.seeds.length < seeds.length),
    row => `${row.seeds.length === 1 ? 'seed' : 'seeds'} ${seedsText(row.seeds)}`,
  );
  const unjudged = rows.reduce(
    (sum, row) => sum + names.reduce((all, split) => all + (row.splits[split]?.unjudged ?? 0), 0),
    0,
  );
  return [
    `${seedsNote(seeds)}; ${sizes} tasks, greedy; 95 % intervals over seeds and tasks${doubt(seeds)}.`,
    ...(hasGradedRewards(report) ? [] : ['Rewards are 0 or 1: the average reward is the success rate.']),
    ...(limit === undefined ? [] : [`Limited to ${limit} tasks a stage: a look, no result.`]),
    ...[...incomplete].map(([few, group]) => `Of ${few} only: ${group.map(({ label }) => label).join('; ')}.`),
    ...(rows.some(row => row.rejected.length > 0)
      ? ['† the validation gate kept the policy before in at least one seed.']
      : []),
    ...(unjudged > 0 ? [`${unjudged} episodes could not be judged and are in no mean.`] : []),
    `Time: all that the policy took from nothing to its evaluation. ${machine}, Contrail ${contrail}.`,
  ];
}

function seedsNote(seeds: readonly number[]): string {
  return seeds.length === 1 ? `Seed ${seeds[0]}` : `${seeds.length} seeds (${seedsText(seeds)})`;
}

/** A bootstrap of a few draws knows less of their spread than there is. */
function doubt(seeds: readonly number[]): string {
  if (seeds.length === 1) return ', without the spread between seeds';
  return seeds.length < 5 ? ', too narrow with so few seeds' : '';
}

function interval(value: Interval | null | undefined): string {
  return value ? intervalText(value) : blank;
}

function figure(value: number | null, digits: number): string {
  return value === null ? blank : value.toFixed(digits);
}
