import type { Chart } from '../../src/engine/training/charts.ts';
import { numberText } from '../../src/engine/training/numberText.ts';
import { element } from '../ui/element.ts';

/** The points of a chart as a table; says so where the chart leaves some out. */
export function chartTable({ title, unit, steps, series, points }: Chart): HTMLTableElement {
  const all =
    points === steps.length ? `${points} points` : `${steps.length} of ${points} points; the curves CSV has all`;
  const header = element('tr', {}, element('th', { scope: 'col' }, unit));
  for (const { label, ranges } of series) {
    header.append(element('th', { scope: 'col' }, label));
    if (ranges) header.append(element('th', { scope: 'col' }, '95 % interval'));
  }
  const rows = steps.map((step, index) => {
    const row = element('tr', {}, element('th', { scope: 'row' }, String(step)));
    for (const { values, ranges } of series) {
      const value = values[index];
      row.append(element('td', {}, value == null ? '–' : numberText(value)));
      const range = ranges?.[index];
      if (ranges) row.append(element('td', {}, range ? `${numberText(range[0])} to ${numberText(range[1])}` : '–'));
    }
    return row;
  });
  return element(
    'table',
    {},
    element('caption', {}, `${title}, ${all}`),
    element('thead', {}, header),
    element('tbody', {}, ...rows),
  );
}
