import type { RewardBar } from '../../protocol/episodeFiles.ts';
import type { SummaryTable } from './summaryTable.ts';

const bars = 10;

/** How the rewards of rows are spread: ten bars from 0 to 1, and one for episodes without a reward. */
export function histogramOf(rows: Int32Array, table: SummaryTable): RewardBar[] {
  const counts = new Array<number>(bars + 1).fill(0);
  const reward = table.number('reward');
  for (const row of rows) {
    if (table.malformed(row)) continue;
    const value = reward(row);
    const bar = Number.isNaN(value) ? bars : Math.min(bars - 1, Math.floor(value * bars));
    counts[bar] = counts[bar]! + 1;
  }
  return counts.map((episodes, bar) =>
    bar === bars ? { from: null, to: null, episodes } : { from: bar / bars, to: (bar + 1) / bars, episodes },
  );
}
