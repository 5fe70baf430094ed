import { countText } from '../countText.ts';
import { textTable } from '../textTable.ts';
import { visible } from '../trajectory/visible.ts';
import type { ComparedPolicy } from './changesFile.ts';
import type { ChangesReport, PairsReport, TurnsReport } from './changesReport.ts';
import type { FailureChanges, PairedSuccess, TaskChange } from './failureChange.ts';
import { type FailureKind, failureNames } from './mistake.ts';
import { natsText } from './natsText.ts';
import { intervalText } from './statistics.ts';
import { circumstanceName, type NotableTurn, type TurnGroup } from './turnTally.ts';

/** Groups and tasks that are listed of each sort. */
const listed = 8;
const examples = 3;

/** Length of the longest bar. */
const cells = 12;

/** The report for a terminal: short tables with what they mean, examples, and at the end what to open. */
export function changesText(report: ChangesReport): string {
  const { title, before, after, failures, turns, pairs, notes, open } = report;
  const policy = (name: string, { name: called, identity }: ComparedPolicy) =>
    `${name} ${visible(called)}  ${identity.slice(0, 12)}`;
  const blocks = [
    [`What changed: ${title}`, ...(before && after ? [policy('  before', before), policy('  after ', after)] : [])],
    ...(failures ? failureBlocks(failures) : []),
    ...(turns ? turnBlocks(turns) : []),
    ...(pairs ? [pairBlock(pairs)] : []),
    ...(notes.length > 0 ? [notes.map(note => `Note: ${visible(note)}`)] : []),
    ...(open.length > 0 ? [['To see more:', ...open.map(command => `  ${visible(command)}`)]] : []),
  ];
  return blocks.map(lines => lines.join('\n')).join('\n\n');
}

function failureBlocks(failures: FailureChanges): string[][] {
  const { kinds, success, tasks, unshared } = failures;
  const [all] = success;
  if (tasks.length === 0) return [['Failures: the two have played no task in common.']];
  const longest = Math.max(1, ...kinds.flatMap(({ before, after }) => [before, after]));
  const sum = (of: 'before' | 'after' | 'fixed' | 'broken') => kinds.reduce((total, kind) => total + kind[of], 0);
  const table = textTable([
    [`failures on ${countText(tasks.length, 'task')}`, 'before', 'after', 'fixed', 'newly failed', ''],
    ...kinds.map(({ kind, before, after, fixed, broken }) => [
      ...[failureNames[kind], String(before), String(after), String(fixed), String(broken)],
      `${bar(before, longest).padEnd(cells)} → ${bar(after, longest).padEnd(cells)}`,
    ]),
    ['in all', ...(['before', 'after', 'fixed', 'broken'] as const).map(name => String(sum(name))), ''],
  ]);
  const rates = success.filter(({ tasks: judged }) => judged > 0).map(rateText);
  const left = unshared > 0 ? [`${countText(unshared, 'task')} that only one of them has played left out.`] : [];
  return [
    [
      table,
      '',
      ...rates,
      ...(all?.difference ? ['95 % intervals over tasks, paired; another seed may differ by more.'] : []),
      ...left,
    ],
    ...taskBlock('Fixed', tasks, 'fixed'),
    ...taskBlock('Newly failed', tasks, 'broken'),
  ];
}

/** A bar of at most so many cells; something is never nothing. */
function bar(count: number, longest: number): string {
  return '█'.repeat(count === 0 ? 0 : Math.max(1, Math.round((count / longest) * cells))) || '·';
}

function rateText({ split, tasks, before, after, difference, fixed, broken }: PairedSuccess): string {
  const percent = (count: number) => `${((count / tasks) * 100).toFixed(1)} %`;
  const change = difference ? `: ${difference.mean > 0 ? '+' : ''}${intervalText(difference)}` : '';
  const name = split === 'all' ? 'Solved' : `  ${split}`;
  return `${name} ${percent(before)} → ${percent(after)}${change} (${fixed} fixed, ${broken} newly failed; ${countText(tasks, 'task')})`;
}

function taskBlock(title: string, tasks: readonly TaskChange[], change: TaskChange['change']): string[][] {
  const found = tasks.filter(task => task.change === change);
  if (found.length === 0) return [];
  const lines = found.slice(0, examples).map(({ task, instruction, before, after }) => {
    const words = (kind: FailureKind | null) => (kind ? failureNames[kind] : 'solved');
    return `  ${idText(task)}  ${quoted(instruction, 60)}: ${words(before.kind)} → ${words(after.kind)}`;
  });
  const more = found.length - lines.length;
  return [[`${title}, for example`, ...lines, ...(more > 0 ? [`  … and ${more} more`] : [])]];
}

function turnBlocks({ files, episodes, turns, groups, less, more }: TurnsReport): string[][] {
  const head = [
    `${countText(turns, 'turn')} of ${countText(episodes, 'episode')} in ${files.map(visible).join(', ')}:`,
    'log-probability a turn in nats, means',
  ];
  const lines = (found: readonly NotableTurn[]) => found.map(turn => turnText(turn, files.length > 1));
  const falling = groups.filter(({ change }) => change < 0);
  const rising = groups.filter(({ change }) => change > 0);
  return [
    [...head, '', groupTable('less likely now', falling), '', groupTable('more likely now', rising)],
    ...(less.length > 0 ? [['Turns that lost the most', ...lines(less)]] : []),
    ...(more.length > 0 ? [['Turns that gained the most', ...lines(more)]] : []),
  ];
}

function groupTable(title: string, groups: readonly TurnGroup[]): string {
  const table = textTable([
    [title, 'turns', 'before', 'after', 'change', 'a token'],
    ...groups
      .slice(0, listed)
      .map(({ pattern, circumstance, turns, before, after, change, tokenChange }) => [
        `${pattern} (${circumstanceName(circumstance)})`,
        turns.toLocaleString('en-US'),
        ...[nats(before), nats(after), signed(change), signed(tokenChange)],
      ]),
  ]);
  const rest = groups.slice(listed);
  if (groups.length === 0) return `${title}: none`;
  const turns = rest.reduce((sum, group) => sum + group.turns, 0);
  return rest.length > 0
    ? `${table}\n… and ${countText(rest.length, 'kind')} of ${countText(turns, 'turn')} more`
    : table;
}

function turnText({ file, episode, step, action, circumstance, before, after }: NotableTurn, isNamed: boolean): string {
  const change = `${signed(after - before).padStart(7)}  ${`${nats(before)} → ${nats(after)}`.padEnd(16)}`;
  const where = `${isNamed ? `${visible(file)} ` : ''}${idText(episode)} step ${step + 1}`;
  return `${change}  ${where}: ${quoted(action, 60) || 'no action'} (${circumstanceName(circumstance)})`;
}

const partNames = {
  before: 'turns before the sides part',
  parting: 'the turn where they part',
  after: 'all later turns',
};

function pairBlock({ beta, totals, changes }: PairsReport): string[] {
  const { pairs, margin, accuracy, parts } = totals;
  const least = changes
    .filter(pair => pair.margin < 0)
    .sort((a, b) => a.margin - b.margin)
    .slice(0, examples);
  return [
    textTable([
      [`rewards of ${countText(pairs, 'pair')}, β ${beta}`, 'chosen', 'rejected', 'margin'],
      ...parts.map(({ part, chosen, rejected, margin: of }) => [
        partNames[part],
        ...[chosen, rejected, of].map(signed),
      ]),
      [
        'mean a pair',
        ...(['chosen', 'rejected'] as const).map(side => signed(parts.reduce((sum, part) => sum + part[side], 0))),
        signed(margin),
      ],
    ]),
    '',
    `Chosen above rejected in ${(accuracy * 100).toFixed(1)} % of the pairs.`,
    ...(least.length > 0
      ? [`Least margins: ${least.map(({ id, margin: of }) => `${visible(id)} ${signed(of)}`).join(', ')}`]
      : []),
  ];
}

function nats(value: number): string {
  return natsText(value, 2);
}

function signed(value: number): string {
  const text = nats(value);
  return value > 0 && text !== '0.00' ? `+${text}` : text;
}

const longestId = 48;

/** An id on one line; of a long one beginning and end, which tells it from others. */
function idText(id: string): string {
  const line = quoted(id, Number.POSITIVE_INFINITY);
  if (line.length <= longestId) return line;
  return `${line.slice(0, longestId / 2)}…${line.slice(1 - longestId / 2)}`;
}

/** Text of a recording on one line, cut where it is long. */
function quoted(text: string, most: number): string {
  const line = visible(text).replace(/\s+/g, ' ').trim();
  return line.length > most ? `${line.slice(0, most)}…` : line;
}
