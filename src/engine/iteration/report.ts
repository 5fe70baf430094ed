import type { Metrics } from '../analysis/metrics.ts';
import { Resampling } from '../analysis/resampling.ts';
import { differenceInterval, type Interval, type Score, scoreInterval } from '../analysis/statistics.ts';
import type { Split } from '../trajectory/trajectory.ts';
import type { Result } from './loop.ts';
import { type Arm, arms } from './place.ts';
import type { TaskScore } from './stages.ts';

/** One split of a row: means over seeds and tasks with their 95 % intervals. */
export interface ReportCell {
  readonly successRate: Interval | null;
  readonly averageReward: Interval | null;
  /** Success rate minus that of the row it is measured against: cloning for ETO, ETO for the baselines. */
  readonly difference: Interval | null;
  /** Mean over seeds of the metrics that have no interval. */
  readonly steps: number | null;
  readonly invalidRate: number | null;
  readonly unjudged: number;
}

export interface ReportRow {
  readonly arm: Arm;
  /** 0 is before the first exploration. */
  readonly iteration: number;
  /** Whether the policy was trained in this run; otherwise it is the one that the configuration names. */
  readonly trained: boolean;
  readonly seeds: readonly number[];
  /** Seeds in which the validation gate kept the policy before this one. */
  readonly rejected: readonly number[];
  readonly splits: Readonly<Partial<Record<Split, ReportCell>>>;
  /** Wall time of the row's own stages, mean a seed; null where it was not recorded. */
  readonly seconds: number | null;
}

/** The results of a run: what its table, its Markdown and its JSON are made of. */
export interface Report {
  readonly format: 'contrail-report-1';
  readonly experiment: string;
  readonly seeds: readonly number[];
  readonly rows: readonly ReportRow[];
}

export interface ReportOptions {
  readonly experiment: string;
  /** Wall time of the stages of one result in seconds; null where unknown. Time is no part of the episodes. */
  readonly seconds: (result: Result) => number | null;
}

/** The report of finished results: a pure function of them but for the wall time. Rows in order of arm and iteration. */
export function reportOf(results: readonly Result[], { experiment, seconds }: ReportOptions): Report {
  const rows: ReportRow[] = [];
  const resampling = new Resampling({ seed: 0 });
  for (const arm of arms) {
    const iterations = [
      ...new Set(results.filter(({ place }) => place.arm === arm).map(({ place }) => place.iteration)),
    ];
    for (const iteration of iterations.sort((a, b) => a - b)) {
      const own = at(results, arm, iteration);
      const [baseArm, baseIteration]: [Arm, number] = arm === 'eto' ? ['eto', 0] : ['eto', iteration];
      const base = arm === 'eto' && iteration === 0 ? [] : at(results, baseArm, baseIteration);
      rows.push({
        arm,
        iteration,
        trained: own.some(({ policy }) => policy.file.startsWith('seed-')),
        seeds: own.map(({ place }) => place.seed),
        rejected: own.filter(({ accepted }) => !accepted).map(({ place }) => place.seed),
        splits: cells(own, base, resampling),
        seconds: meanOf(own.map(seconds)),
      });
    }
  }
  return {
    format: 'contrail-report-1',
    experiment,
    seeds: [...new Set(results.map(({ place }) => place.seed))],
    rows,
  };
}

function at(results: readonly Result[], arm: Arm, iteration: number): readonly Result[] {
  return results.filter(({ place }) => place.arm === arm && place.iteration === iteration);
}

function cells(own: readonly Result[], base: readonly Result[], resampling: Resampling): ReportRow['splits'] {
  const splits = [...new Set(own.flatMap(({ evaluation }) => Object.keys(evaluation.scores) as Split[]))];
  return Object.fromEntries(splits.map(split => [split, cell(split, { own, base }, resampling)]));
}

interface Compared {
  readonly own: readonly Result[];
  readonly base: readonly Result[];
}

function cell(split: Split, { own, base }: Compared, resampling: Resampling): ReportCell {
  const metrics = own.flatMap(({ evaluation }) => evaluation.metrics[split] ?? []);
  return {
    successRate: scoreInterval(successes(split, own), resampling),
    averageReward: scoreInterval(rewards(split, own), resampling),
    difference: differenceInterval(successes(split, own), successes(split, base), resampling),
    steps: meanOf(metrics.map(({ steps }: Metrics) => steps)),
    invalidRate: meanOf(metrics.map(({ invalidRate }: Metrics) => invalidRate)),
    unjudged: metrics.reduce((sum, { unjudged }) => sum + unjudged, 0),
  };
}

/** 1 or 0 a seed and task of a split, as the policy succeeded or not; see `rewards`. */
export function successes(split: Split, results: readonly Result[]): Score[] {
  return scores(split, results, ({ success }) => (success ? 1 : 0));
}

/**
 * The reward of each seed and task of a split. Episodes that could not be judged are left out, as in the metrics; their
 * number stands beside the means.
 */
export function rewards(split: Split, results: readonly Result[]): Score[] {
  return scores(split, results, ({ reward }) => reward ?? 0);
}

function scores(split: Split, results: readonly Result[], value: (score: TaskScore) => number): Score[] {
  return results.flatMap(({ place, evaluation }) =>
    (evaluation.scores[split] ?? [])
      .filter(score => score.reward !== null)
      .map(score => ({
        seed: place.seed,
        task: score.task,
        value: value(score),
      })),
  );
}

/** The mean of what is known; null where nothing is. */
export function meanOf(values: readonly (number | null)[]): number | null {
  const known = values.filter(value => value !== null);
  return known.length === 0 ? null : known.reduce((sum, value) => sum + value, 0) / known.length;
}
