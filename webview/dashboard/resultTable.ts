import type { Interval } from '../../src/engine/analysis/statistics.ts';
import { paperColumns, paperFigures } from '../../src/engine/iteration/paper.ts';
import type { Report, ReportCell, ReportRow } from '../../src/engine/iteration/report.ts';
import { rowName } from '../../src/engine/iteration/rowName.ts';
import type { Split } from '../../src/engine/trajectory/trajectory.ts';
import { visible } from '../../src/engine/trajectory/visible.ts';
import { element } from '../ui/element.ts';
import { secondsText } from './words.ts';

/** What the table of results has columns for. */
export interface ResultTableOptions {
  readonly splits: readonly Split[];
  /** Whether the paper's figures stand beside. */
  readonly paper: boolean;
}

/** One group of columns, a column a split. */
interface Group {
  readonly title: string;
  cell(cell: ReportCell): HTMLTableCellElement;
}

const groups: readonly Group[] = [
  { title: 'Average reward × 100', cell: ({ averageReward }) => intervalCell(averageReward) },
  { title: 'Success rate %', cell: ({ successRate }) => intervalCell(successRate) },
  { title: 'Against %', cell: ({ difference }) => differenceCell(difference) },
  { title: 'Steps', cell: ({ steps }) => numberCell(steps, 1) },
  {
    title: 'Invalid %',
    cell: ({ invalidRate }) => numberCell(invalidRate === null ? null : invalidRate * 100, 1),
  },
];

/** The results as a table: a row a policy, means with their 95 % intervals below them. */
export function resultTable(report: Report, { splits, paper }: ResultTableOptions): HTMLTableElement {
  const first = element('tr', {}, head('Policy', { rowspan: 2, class: 'first' }));
  const second = element('tr');
  for (const { title } of groups) {
    first.append(head(title, { colspan: splits.length, class: 'group' }, 'colgroup'));
    second.append(...splits.map((split, index) => head(split, { class: index === 0 ? 'group' : '' })));
  }
  first.append(head('Time', { rowspan: 2, class: 'group' }));
  if (paper) {
    first.append(head('The paper: reward × 100', { colspan: paperColumns.length, class: 'group paper' }, 'colgroup'));
    second.append(
      ...paperColumns.map(({ environment, split }, index) =>
        head(`${environment}\n${split}`.trim(), { class: index === 0 ? 'group paper' : 'paper' }),
      ),
    );
  }
  return element(
    'table',
    { class: 'results' },
    element('caption', { class: 'hidden' }, `Results of ${visible(report.experiment)} by policy and split`),
    element('thead', {}, first, second),
    element('tbody', {}, ...report.rows.map(row => rowElement(row, { splits, paper }))),
  );
}

function rowElement(row: ReportRow, { splits, paper }: ResultTableOptions): HTMLTableRowElement {
  const name = head(rowName({ ...row, rejected: [] }), { class: 'first' }, 'row');
  if (row.rejected.length > 0) {
    const seeds = row.seeds.length > 1 ? ` (seed ${row.rejected.join(', ')})` : '';
    name.append(' ', element('span', { class: 'tag' }, `rejected by the gate${seeds}`));
  }
  const made = element('tr', {}, name);
  if (row.arm === 'eto' && row.iteration > 0) made.classList.add('own');
  for (const { cell } of groups) {
    for (const [index, split] of splits.entries()) {
      const values = row.splits[split];
      const box = values ? cell(values) : blankCell();
      if (index === 0) box.classList.add('group');
      made.append(box);
    }
  }
  const time = row.seconds === null ? blankCell() : element('td', {}, secondsText(row.seconds));
  time.classList.add('group');
  made.append(time);
  if (!paper) return made;
  for (const [index, figure] of paperFigures(row).entries()) {
    const box = figure === null ? blankCell() : element('td', {}, figure.toFixed(1));
    box.classList.add('paper', ...(index === 0 ? ['group'] : []));
    made.append(box);
  }
  return made;
}

function head(text: string, attributes: Readonly<Record<string, string | number>>, scope = 'col') {
  return element('th', { scope, ...attributes }, text);
}

function intervalCell(interval: Interval | null): HTMLTableCellElement {
  if (!interval) return blankCell();
  const { mean, low, high, tasks, seeds, method } = interval;
  const title = `${tasks} tasks, ${seeds} ${seeds === 1 ? 'seed' : 'seeds'}, 95 % interval (${method})`;
  return element('td', { title }, percent(mean), range(low, high));
}

/** Bold where the interval excludes 0. */
function differenceCell(interval: Interval | null): HTMLTableCellElement {
  if (!interval) return blankCell();
  const { mean, low, high } = interval;
  const isClear = low > 0 || high < 0;
  const value = element(isClear ? 'strong' : 'span', {}, signed(mean));
  const title = isClear ? 'The 95 % interval excludes 0' : 'The 95 % interval includes 0';
  return element('td', { title }, value, range(low, high));
}

function range(low: number, high: number): HTMLElement {
  return element('span', { class: 'range' }, `[${percent(low)}, ${percent(high)}]`);
}

function numberCell(value: number | null, digits: number): HTMLTableCellElement {
  return value === null ? blankCell() : element('td', {}, value.toFixed(digits));
}

function blankCell(): HTMLTableCellElement {
  return element(
    'td',
    {},
    element('span', { 'aria-hidden': 'true' }, '–'),
    element('span', { class: 'hidden' }, 'none'),
  );
}

function percent(share: number): string {
  return (share * 100).toFixed(1).replace('-', '−');
}

function signed(share: number): string {
  const text = percent(share).replace(/^−(0\.0)$/, '$1');
  return share > 0 ? `+${text}` : text;
}
