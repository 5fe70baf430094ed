import { isComplete } from '../../src/engine/trajectory/trajectory.ts';
import { visible } from '../../src/engine/trajectory/visible.ts';
import type { EpisodeSummary, GroupRow, ProblemRow } from '../../src/protocol/episodeFiles.ts';
import { type Attributes, element, setAttributes } from '../ui/element.ts';
import { icon } from '../ui/icon.ts';
import type { Column } from './column.ts';
import type { ListRow } from './rowCache.ts';
import { keyOf } from './selection.ts';
import { counted, percentText, rewardText } from './words.ts';

/** A row as it is to be drawn. */
export interface RowDrawing {
  /** 0-based among all rows of the view. */
  readonly index: number;
  /** Undefined until it is fetched. */
  readonly row: ListRow | undefined;
  readonly columns: readonly Column[];
  readonly isGrouped: boolean;
}

/** The id of a row's element. */
export function rowId(index: number | ''): string {
  return `row-${index}`;
}

/** The index of a row's element. */
export function indexOfRow(row: Element): number {
  return Number(row.id.slice(rowId('').length));
}

/** Whether a row is the heading of a group. */
export function isHeading(row: ListRow | undefined): row is GroupRow {
  return row !== undefined && 'group' in row;
}

/** A row of the list. All that comes from the file is text, with its acting characters made visible. */
export function rowElement({ index, row, columns, isGrouped }: RowDrawing): HTMLElement {
  const isGroup = isHeading(row);
  const attributes: Attributes = {
    role: 'row',
    id: rowId(index),
    class: isGroup ? 'row heading' : 'row',
    // The header is the first row.
    'aria-rowindex': index + 2,
    'aria-level': isGrouped ? (isGroup ? 1 : 2) : undefined,
    'aria-busy': row === undefined ? 'true' : undefined,
    'data-vscode-context': menuContext(row),
  };
  return element('div', attributes, ...cells(row, columns));
}

/** What VS Code's context menu of a row hands to commands; the extension knows which file is meant. */
export function menuContext(row: ListRow | undefined): string {
  const key = keyOf(row);
  const section = key === undefined ? 'none' : key.id === undefined ? 'malformed' : 'episode';
  return JSON.stringify({ webviewSection: section, ...key, preventDefaultContextMenuItems: true });
}

/** Shows on a row's element whether it is the active one and whether it is selected. */
export function markRow(row: HTMLElement, { isActive, isSelected }: { isActive: boolean; isSelected: boolean }): void {
  row.classList.toggle('active', isActive);
  row.classList.toggle('selected', isSelected);
  if (!row.classList.contains('heading')) setAttributes(row, { 'aria-selected': String(isSelected) });
}

function cells(row: ListRow | undefined, columns: readonly Column[]): readonly HTMLElement[] {
  if (!row) return [spanning(columns, 1, 'placeholder', element('span', { class: 'hidden' }, 'Loading'))];
  if (isHeading(row)) return [spanning(columns, 1, '', ...headingWords(row))];
  if ('problem' in row) return malformedCells(row, columns);
  return columns.map((column, index) => episodeCell(row, column, index));
}

function episodeCell(row: EpisodeSummary, column: Column, index: number): HTMLElement {
  const text = visible(column.text(row));
  const attributes = {
    role: 'gridcell',
    'aria-colindex': index + 1,
    class: `cell ${column.id}${column.isNumber ? ' number' : ''}`,
    title: column.isNumber ? undefined : text,
  };
  return element('div', attributes, ...cellContent(row, column, text));
}

function cellContent(row: EpisodeSummary, column: Column, text: string): readonly (Node | string)[] {
  switch (column.id) {
    case 'ending':
      return [...outcomeIcon(row), element('span', { class: 'text' }, text)];
    case 'reward':
      return row.reward === null ? [element('span', { class: 'faint' }, text)] : rewardContent(row.reward);
    default:
      return [text];
  }
}

/** Three shapes for three outcomes; who hears the row hears them too. */
function outcomeIcon({ success, ending, reward }: EpisodeSummary): readonly Node[] {
  const name = success ? 'success' : isComplete(ending) && reward !== null ? 'failure' : 'unfinished';
  const said = success ? '' : name === 'failure' ? 'failed: ' : 'not judged: ';
  return [icon(name), element('span', { class: 'hidden' }, said)];
}

function rewardContent(reward: number): readonly Node[] {
  const bar = element('span', { class: 'bar', 'aria-hidden': 'true' }, element('span'));
  (bar.firstElementChild as HTMLElement).style.width = `${Math.max(0, Math.min(1, reward)) * 100}%`;
  return [bar, element('span', { class: 'value' }, rewardText(reward))];
}

function malformedCells({ line, problem, head }: ProblemRow, columns: readonly Column[]): readonly HTMLElement[] {
  const hasLine = columns[0]?.id === 'line';
  const text = `${problem.field ? `${problem.field}: ` : ''}${problem.message}`;
  const content = [
    icon('warning'),
    element('span', { class: 'problem' }, visible(hasLine ? text : `Line ${line}: ${text}`)),
    element('code', { class: 'raw' }, visible(head)),
  ];
  if (!hasLine) return [spanning(columns, 1, 'malformed', ...content)];
  const number = element('div', { role: 'gridcell', 'aria-colindex': 1, class: 'cell line number' }, String(line));
  return [number, spanning(columns, 2, 'malformed', ...content)];
}

function headingWords({
  group,
  instruction,
  episodes,
  successes,
  averageReward,
}: GroupRow): readonly (Node | string)[] {
  const name = element('span', { class: 'name' }, group === '' ? 'Malformed lines' : visible(group));
  if (group === '') return [name, element('span', { class: 'faint' }, counted(episodes, 'line'))];
  const rate = episodes > 0 ? ` (${percentText(successes / episodes)})` : '';
  const average = averageReward === null ? '' : `, average reward ${averageReward.toFixed(2)}`;
  return [
    name,
    element('span', { class: 'faint' }, `${successes} of ${counted(episodes, 'episode')} succeeded${rate}${average}`),
    element('span', { class: 'text' }, visible(instruction)),
  ];
}

/** A cell from a column (1-based) to the end of the row. */
function spanning(columns: readonly Column[], from: number, name: string, ...content: readonly (Node | string)[]) {
  const attributes = {
    role: 'gridcell',
    'aria-colindex': from,
    'aria-colspan': columns.length - from + 1,
    class: `cell spanning ${name}`.trimEnd(),
  };
  return element('div', attributes, ...content);
}
