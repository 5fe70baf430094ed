import type { Interval } from '../analysis/statistics.ts';
import { type CsvCell, csv } from '../csv.ts';
import { splits } from '../trajectory/trajectory.ts';
import type { Report } from './report.ts';

const intervals = ['success_rate', 'average_reward', 'difference'].flatMap(name => [
  name,
  `${name}_low`,
  `${name}_high`,
]);

const header = ['experiment', 'arm', 'iteration', 'split', 'tasks', 'seeds', 'rejected_seeds', ...intervals];

/** The results as comma-separated values, a line a policy and split; rates from 0 to 1, intervals of 95 %, times in seconds. */
export function reportCsv({ experiment, rows }: Report): string {
  const lines = rows.flatMap(row =>
    splits.flatMap((split): CsvCell[][] => {
      const cell = row.splits[split];
      if (!cell) return [];
      const { successRate, averageReward, difference, steps, invalidRate, unjudged } = cell;
      return [
        [
          ...[experiment, row.arm, row.iteration, split, successRate?.tasks ?? null],
          ...[row.seeds.join(' '), row.rejected.join(' ')],
          ...[successRate, averageReward, difference].flatMap(ends),
          ...[steps, invalidRate, unjudged, row.seconds],
        ],
      ];
    }),
  );
  return csv([[...header, 'steps', 'invalid_rate', 'unjudged', 'seconds'], ...lines]);
}

function ends(interval: Interval | null): CsvCell[] {
  return interval ? [interval.mean, interval.low, interval.high] : [null, null, null];
}
