import { paperColumns, paperRows, paperSource } from '../../src/engine/iteration/paper.ts';
import { element } from '../ui/element.ts';

/** What has to be known of the paper's columns where they stand beside one's own. */
export const paperNote =
  'The paper’s columns are Llama-2-7B-Chat on other tasks: landmarks, not a comparison. Its ETO took two iterations, on ALFWorld one; its RFT one.';

/** The paper's main table. */
export function paperTable(): HTMLElement {
  const head = element('tr', {}, element('th', { scope: 'col', class: 'first' }, 'Method'));
  for (const { environment, split } of paperColumns)
    head.append(element('th', { scope: 'col' }, `${environment} ${split}`.trim()));
  const rows = paperRows.map(({ method, rewards }) =>
    element(
      'tr',
      {},
      element('th', { scope: 'row', class: 'first' }, method),
      ...rewards.map(reward => element('td', {}, reward.toFixed(1))),
    ),
  );
  const table = element(
    'table',
    {},
    element('caption', {}, paperSource),
    element('thead', {}, head),
    element('tbody', {}, ...rows),
  );
  return element('div', { class: 'scroll', tabindex: 0, role: 'region', 'aria-label': 'The paper’s table' }, table);
}
