import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Interval } from '../../../src/engine/analysis/statistics.ts';
import { headline } from '../../../src/engine/iteration/headline.ts';
import type { Report, ReportRow } from '../../../src/engine/iteration/report.ts';

const rate = (mean: number): Interval => ({ mean, low: 0, high: 1, seeds: 1, tasks: 10, method: 'wilson' });

function row(arm: ReportRow['arm'], iteration: number, seen: number, trained = true): ReportRow {
  const cell = { averageReward: null, difference: null, steps: null, invalidRate: null, unjudged: 0 };
  return {
    arm,
    iteration,
    trained,
    seeds: [1],
    rejected: [],
    splits: { seen: { ...cell, successRate: rate(seen) } },
    seconds: null,
  };
}

function report(...rows: readonly ReportRow[]): Report {
  return { format: 'contrail-report-1', experiment: 'demo', seeds: [1], rows };
}

test('tells what the last iteration has come to, beside where it began', () => {
  const rows = [row('eto', 0, 0.5), row('eto', 1, 0.75), row('rft', 1, 0.9)];
  assert.equal(headline(report(...rows)), 'ETO, iteration 1: success 75.0 % seen (cloning 50.0 %)');
});

test('has nothing to compare before the first iteration, and nothing to tell before the first evaluation', () => {
  assert.equal(headline(report(row('eto', 0, 0.5))), 'Cloning: success 50.0 % seen');
  assert.equal(headline(report(row('eto', 0, 0.5, false))), 'The policy as it is: success 50.0 % seen');
  assert.equal(headline(report()), undefined);
});
