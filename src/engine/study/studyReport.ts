import { Resampling } from '../analysis/resampling.ts';
import { differenceInterval, type Interval, scoreInterval } from '../analysis/statistics.ts';
import type { Result } from '../iteration/loop.ts';
import type { Arm } from '../iteration/place.ts';
import { meanOf, rewards, successes } from '../iteration/report.ts';
import type { TaskScore } from '../iteration/stages.ts';
import { type Split, splits } from '../trajectory/trajectory.ts';
import type { Comparison, Settings, Study, StudyRow, Variant } from './study.ts';

/** One seed of a row. */
export interface SeedMeans {
  readonly seed: number;
  readonly successRate: number | null;
  readonly averageReward: number | null;
  /** A character a task, in the order of the split: 1 success, 0 failure, - not judged. Every interval can be computed anew from these. */
  readonly outcomes: string;
}

/** A row on one split: means over seeds and tasks with their 95 % intervals. */
export interface StudyCell {
  readonly successRate: Interval | null;
  readonly averageReward: Interval | null;
  /** Mean steps of a judged episode. */
  readonly steps: number | null;
  /** Share of all steps whose action the environment did not understand. */
  readonly invalidRate: number | null;
  /** Episodes without a reward, which are in no mean. */
  readonly unjudged: number;
  readonly bySeed: readonly SeedMeans[];
}

export interface StudyReportRow {
  readonly label: string;
  readonly variant: string;
  readonly arm: Arm;
  readonly iteration: number;
  readonly seeds: readonly number[];
  /** Seeds in which the validation gate kept the policy before this one. */
  readonly rejected: readonly number[];
  /** Wall time of all that the policy took, from its demonstrations to its evaluation, mean a seed; null where unknown. */
  readonly seconds: number | null;
  readonly splits: Readonly<Partial<Record<Split, StudyCell>>>;
}

/** `row` minus `against`, paired over the seeds and tasks that both have. */
export interface StudyDifference extends Comparison {
  readonly splits: Readonly<
    Partial<Record<Split, { readonly successRate: Interval | null; readonly averageReward: Interval | null }>>
  >;
}

/** How a report came to be: what is no part of the stored episodes. */
export interface Circumstances {
  /** The command that gives it again, as a person would type it. */
  readonly command: string;
  /** Version of Contrail. */
  readonly contrail: string;
  /** Processor, cores, system and Node, in words. */
  readonly machine: string;
  /** Tasks a stage, where a quick look was asked for. */
  readonly limit?: number;
}

/** The answer to a study's question, as far as its runs have come: what its tables and its JSON are made of. */
export interface StudyReport extends Circumstances {
  readonly format: 'contrail-study-1';
  readonly study: string;
  readonly title: string;
  readonly question: string;
  readonly seeds: readonly number[];
  /** How many tasks of each split policies were judged on. */
  readonly tasks: Readonly<Partial<Record<Split, number>>>;
  /** What all variants have that is not a default. */
  readonly experiment: Settings;
  readonly variants: readonly Pick<Variant, 'name' | 'title' | 'settings'>[];
  readonly rows: readonly StudyReportRow[];
  readonly comparisons: readonly StudyDifference[];
}

/** What the run of a variant has come to. */
export interface VariantResults {
  readonly results: readonly Result[];
  /** Wall time of all that led to a result, in seconds; null where unknown. */
  seconds(result: Result): number | null;
}

/** The report of a study over `seeds`: but for its circumstances and times a pure function of the results. */
export function studyReport(
  study: Study,
  runs: ReadonlyMap<string, VariantResults>,
  { seeds, ...circumstances }: Circumstances & { readonly seeds: readonly number[] },
): StudyReport {
  // Of a seed of its own: equal episodes give equal intervals.
  const resampling = new Resampling({ seed: 0 });
  const found = new Map<string, readonly Result[]>();
  const rows = study.variants.flatMap(({ name, rows }) =>
    rows.flatMap((row): StudyReportRow[] => {
      const run = runs.get(name);
      const results = run?.results.filter(result => isOf(result, row) && seeds.includes(result.place.seed)) ?? [];
      if (!run || results.length === 0) return [];
      found.set(row.label, results);
      return [reportRow(row, { ...run, results }, { variant: name, resampling })];
    }),
  );
  const comparisons = study.comparisons.flatMap(({ row, against }): StudyDifference[] => {
    const [own, base] = [found.get(row), found.get(against)];
    return own && base ? [{ row, against, splits: differences(own, base, resampling) }] : [];
  });
  const judged = splits.flatMap(split => {
    const most = Math.max(0, ...rows.map(row => row.splits[split]?.successRate?.tasks ?? 0));
    return most > 0 ? [[split, most]] : [];
  });
  return {
    format: 'contrail-study-1',
    study: study.name,
    title: study.title,
    question: study.question,
    ...circumstances,
    seeds,
    tasks: Object.fromEntries(judged),
    experiment: study.experiment,
    variants: study.variants.map(({ name, title, settings }) => ({ name, title, settings })),
    rows,
    comparisons,
  };
}

function isOf({ place }: Result, { arm, iteration }: StudyRow): boolean {
  const isShared = iteration === 0 && arm !== 'best-of-n';
  return place.iteration === iteration && place.arm === (isShared ? 'eto' : arm);
}

function reportRow(
  { label, arm, iteration }: StudyRow,
  { results, seconds }: VariantResults,
  { variant, resampling }: { readonly variant: string; readonly resampling: Resampling },
): StudyReportRow {
  const known = splits.filter(split => results.some(({ evaluation }) => evaluation.scores[split]));
  return {
    label,
    variant,
    arm,
    iteration,
    seeds: results.map(({ place }) => place.seed),
    rejected: results.filter(({ accepted }) => !accepted).map(({ place }) => place.seed),
    seconds: meanOf(results.map(seconds)),
    splits: Object.fromEntries(known.map(split => [split, cell(split, results, resampling)])),
  };
}

function cell(split: Split, results: readonly Result[], resampling: Resampling): StudyCell {
  const metrics = results.flatMap(({ evaluation }) => evaluation.metrics[split] ?? []);
  return {
    successRate: scoreInterval(successes(split, results), resampling),
    averageReward: scoreInterval(rewards(split, results), resampling),
    steps: meanOf(metrics.map(({ steps }) => steps)),
    invalidRate: meanOf(metrics.map(({ invalidRate }) => invalidRate)),
    unjudged: metrics.reduce((sum, { unjudged }) => sum + unjudged, 0),
    bySeed: results.map(({ place: { seed }, evaluation: { metrics, scores } }) => ({
      seed,
      successRate: metrics[split]?.successRate ?? null,
      averageReward: metrics[split]?.averageReward ?? null,
      outcomes: (scores[split] ?? []).map(outcome).join(''),
    })),
  };
}

function outcome({ reward, success }: TaskScore): string {
  if (reward === null) return '-';
  return success ? '1' : '0';
}

function differences(
  own: readonly Result[],
  base: readonly Result[],
  resampling: Resampling,
): StudyDifference['splits'] {
  const known = splits.filter(split => own.some(({ evaluation }) => evaluation.scores[split]));
  return Object.fromEntries(
    known.map(split => [
      split,
      {
        successRate: differenceInterval(successes(split, own), successes(split, base), resampling),
        averageReward: differenceInterval(rewards(split, own), rewards(split, base), resampling),
      },
    ]),
  );
}
