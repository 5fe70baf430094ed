import type { Interval } from '../analysis/statistics.ts';
import type { Read } from '../problem.ts';
import { boolean, count, FieldError, list, number, object, oneOf, string } from '../trajectory/fields.ts';
import { splits } from '../trajectory/trajectory.ts';
import { arms } from './place.ts';
import type { Report, ReportCell, ReportRow } from './report.ts';

/** Reads `report.json` as some version of Contrail, or a hand, has left it. `file` names it in problems. */
export function readReportFile(text: string, file: string): Read<Report> {
  try {
    return { value: report(JSON.parse(text)) };
  } catch (error) {
    if (error instanceof FieldError) return { problem: { file, line: 0, field: error.field, message: error.message } };
    if (error instanceof SyntaxError)
      return { problem: { file, line: 0, message: `It is no JSON: ${error.message}.` } };
    throw error;
  }
}

function report(value: unknown): Report {
  const fields = object(value, 'the file');
  return {
    format: oneOf(['contrail-report-1'])(fields['format'], 'format'),
    experiment: string(fields['experiment'], 'experiment'),
    seeds: numbers(fields['seeds'], 'seeds'),
    rows: list(fields['rows'], 'rows').map((item, index) => row(item, `rows[${index}]`)),
  };
}

function row(value: unknown, at: string): ReportRow {
  const fields = object(value, at);
  const cells = object(fields['splits'], `${at}.splits`);
  const known = splits.filter(split => Object.hasOwn(cells, split));
  return {
    arm: oneOf(arms)(fields['arm'], `${at}.arm`),
    iteration: count(fields['iteration'], `${at}.iteration`),
    trained: boolean(fields['trained'], `${at}.trained`),
    seeds: numbers(fields['seeds'], `${at}.seeds`),
    rejected: numbers(fields['rejected'], `${at}.rejected`),
    splits: Object.fromEntries(known.map(split => [split, cell(cells[split], `${at}.splits.${split}`)])),
    seconds: nullable(number)(fields['seconds'], `${at}.seconds`),
  };
}

function cell(value: unknown, at: string): ReportCell {
  const fields = object(value, at);
  return {
    successRate: nullable(interval)(fields['successRate'], `${at}.successRate`),
    averageReward: nullable(interval)(fields['averageReward'], `${at}.averageReward`),
    difference: nullable(interval)(fields['difference'], `${at}.difference`),
    steps: nullable(number)(fields['steps'], `${at}.steps`),
    invalidRate: nullable(number)(fields['invalidRate'], `${at}.invalidRate`),
    unjudged: count(fields['unjudged'], `${at}.unjudged`),
  };
}

function interval(value: unknown, at: string): Interval {
  const fields = object(value, at);
  return {
    mean: number(fields['mean'], `${at}.mean`),
    low: number(fields['low'], `${at}.low`),
    high: number(fields['high'], `${at}.high`),
    seeds: count(fields['seeds'], `${at}.seeds`),
    tasks: count(fields['tasks'], `${at}.tasks`),
    method: oneOf(['wilson', 'bootstrap'])(fields['method'], `${at}.method`),
  };
}

function numbers(value: unknown, at: string): number[] {
  return list(value, at).map((item, index) => number(item, `${at}[${index}]`));
}

function nullable<T>(read: (value: unknown, field: string) => T): (value: unknown, field: string) => T | null {
  return (value, field) => (value === null ? null : read(value, field));
}
