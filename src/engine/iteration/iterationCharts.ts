import { bySeverity } from '../training/alarms.ts';
import { chartSummary } from '../training/chartSummary.ts';
import type { Chart, ChartSeries } from '../training/charts.ts';
import type { Split } from '../trajectory/trajectory.ts';
import { splits } from '../trajectory/trajectory.ts';
import { iterationAlarms } from './iterationAlarms.ts';
import { type Arm, armNames, arms } from './place.ts';
import type { Report, ReportRow } from './report.ts';

/**
 * What every loop is run for, a chart a split: the average reward by iteration, a line an arm, all of them from cloning
 * on. `val` is left out: policies are chosen by it.
 */
export function iterationCharts(report: Report): Chart[] {
  const shown = splits.filter(split => split !== 'val' && report.rows.some(row => row.splits[split]?.averageReward));
  return shown.map(split => chart(report, split));
}

function chart({ rows }: Report, split: Split): Chart {
  const iterations = [...new Set(rows.map(({ iteration }) => iteration))].sort((a, b) => a - b);
  const series = arms.flatMap(arm => lineOf(rows, { arm, split, iterations }) ?? []);
  const alarms = iterationAlarms(rows, split).sort(bySeverity);
  const title = `Average reward × 100, ${split}`;
  return {
    id: `reward-${split}`,
    title,
    description: 'Mean over seeds and tasks with its 95 % interval, by iteration; 0 is cloning.',
    unit: 'iteration',
    steps: iterations,
    series,
    points: iterations.length,
    summary: chartSummary({ title, unit: 'iteration', steps: iterations, series, alarms }),
    alarms,
  };
}

interface Line {
  readonly arm: Arm;
  readonly split: Split;
  readonly iterations: readonly number[];
}

function lineOf(rows: readonly ReportRow[], { arm, split, iterations }: Line): ChartSeries | undefined {
  const intervals = iterations.map(iteration => {
    // All arms but Best-of-N, which trains nothing, start from the cloned policy.
    const isOf = (row: ReportRow) => row.arm === arm || (iteration === 0 && row.arm === 'eto' && arm !== 'best-of-n');
    return rows.find(row => row.iteration === iteration && isOf(row))?.splits[split]?.averageReward ?? null;
  });
  if (!rows.some(row => row.arm === arm) || intervals.every(interval => interval === null)) return undefined;
  return {
    metric: arm,
    label: armNames[arm],
    values: intervals.map(interval => interval && hundredfold(interval.mean)),
    ranges: intervals.map(interval => interval && [hundredfold(interval.low), hundredfold(interval.high)]),
  };
}

/** As the table of results tells it: with one digit after the point. */
function hundredfold(reward: number): number {
  return Math.round(reward * 1000) / 10;
}
