import assert from 'node:assert/strict';
import { test } from 'node:test';
import { iterationCharts } from '../../../src/engine/iteration/iterationCharts.ts';
import { paperColumns, paperFigures, paperRows } from '../../../src/engine/iteration/paper.ts';
import type { Arm } from '../../../src/engine/iteration/place.ts';
import type { Report, ReportRow } from '../../../src/engine/iteration/report.ts';
import { reportCsv } from '../../../src/engine/iteration/reportCsv.ts';
import { readReportFile } from '../../../src/engine/iteration/reportFile.ts';

function row(arm: Arm, iteration: number, mean: number): ReportRow {
  const interval = { mean, low: mean - 0.05, high: mean + 0.05, seeds: 1, tasks: 200, method: 'wilson' } as const;
  const cell = {
    successRate: interval,
    averageReward: interval,
    difference: null,
    steps: 8,
    invalidRate: 0.1,
    unjudged: 0,
  };
  return { arm, iteration, trained: true, seeds: [1], rejected: [], splits: { seen: cell }, seconds: 10 };
}

function report(...rows: readonly ReportRow[]): Report {
  return { format: 'contrail-report-1', experiment: 'x, "y"', seeds: [1], rows };
}

const alarmsOf = (...rows: readonly ReportRow[]) => iterationCharts(report(...rows)).flatMap(({ alarms }) => alarms);

test('a report file is read back as it was written', () => {
  const written = report(row('eto', 0, 0.5), row('rft', 1, 0.6));
  assert.deepEqual(readReportFile(JSON.stringify(written), 'report.json'), { value: written });
});

test('a report file that a hand has changed is a problem with its field', () => {
  const written = report(row('eto', 0, 0.5));
  const cases: readonly [unknown, string][] = [
    [{ ...written, format: 'contrail-report-9' }, 'format'],
    [{ ...written, rows: [{ ...written.rows[0], arm: 'gpt' }] }, 'rows[0].arm'],
    [
      { ...written, rows: [{ ...written.rows[0], splits: { seen: { successRate: 3 } } }] },
      'rows[0].splits.seen.successRate',
    ],
  ];
  for (const [value, field] of cases) {
    const read = readReportFile(JSON.stringify(value), 'report.json');
    assert.equal('problem' in read && read.problem.field, field);
  }
  assert.ok('problem' in readReportFile('{', 'report.json'));
});

test('the paper’s figures stand beside the iterations that it reports', () => {
  assert.deepEqual(paperFigures(row('eto', 0, 0)), [63.1, 67.4, 53.0, 60.0, 67.2]);
  assert.deepEqual(paperFigures(row('eto', 1, 0)), [null, null, null, 68.6, 72.4]);
  assert.deepEqual(paperFigures(row('eto', 2, 0)), [67.4, 73.8, 65.0, null, null]);
  assert.deepEqual(paperFigures(row('rft', 1, 0)), [63.6, 71.6, 54.3, 62.9, 66.4]);
  assert.deepEqual(paperFigures(row('best-of-n', 0, 0)), [63.8, 70.2, 57.6, 62.1, 69.4]);
  for (const other of [
    row('beta-0', 1, 0),
    row('rft', 2, 0),
    row('eto', 3, 0),
    { ...row('eto', 0, 0), trained: false },
  ])
    assert.deepEqual(paperFigures(other), [null, null, null, null, null]);
});

test('the paper’s table has its means right', () => {
  const means = Object.fromEntries(
    paperRows.map(({ method, rewards }) => [
      method,
      (rewards.reduce((a, b) => a + b, 0) / paperColumns.length).toFixed(1),
    ]),
  );
  // As worked out by hand from the printed table.
  assert.equal(means['ETO'], '69.4');
  assert.equal(means['SFT'], '62.1');
  assert.equal(means['PPO'], '45.3');
  assert.equal(means['GPT-4'], '54.7');
  assert.equal(means['GPT-3.5-Turbo'], '22.1');
});

test('results as CSV, a line a policy and split', () => {
  const [header, line] = reportCsv(report(row('eto', 1, 0.5))).split('\r\n');
  assert.equal(header?.split(',').length, 20);
  assert.equal(line, '"x, ""y""",eto,1,seen,200,1,,0.5,0.45,0.55,0.5,0.45,0.55,,,,8,0.1,0,10');
});

test('every arm’s curve starts at cloning but that of Best-of-N, which trains nothing', () => {
  const [chart] = iterationCharts(
    report(row('eto', 0, 0.5), row('eto', 1, 0.7), row('rft', 1, 0.6), row('best-of-n', 0, 0.55)),
  );
  assert.deepEqual(chart?.steps, [0, 1]);
  assert.deepEqual(
    chart.series.map(({ label, values }) => [label, ...values.map(value => value && Math.round(value))]),
    [
      ['ETO', 50, 70],
      ['RFT', 50, 60],
      ['Best-of-N', 55, null],
    ],
  );
});

test('an iteration that is worse beyond both intervals is an alarm, one within them is none', () => {
  assert.deepEqual(
    alarmsOf(row('eto', 0, 0.5), row('eto', 1, 0.7), row('eto', 2, 0.55)).map(({ kind, from, to }) => [kind, from, to]),
    [['worse-iteration', 1, 2]],
  );
  assert.deepEqual(alarmsOf(row('eto', 0, 0.5), row('eto', 1, 0.7), row('eto', 2, 0.65)), []);
});

test('a policy that never succeeds has nothing to learn from', () => {
  assert.deepEqual(
    alarmsOf(row('eto', 0, 0), row('eto', 1, 0)).map(({ kind }) => kind),
    ['no-warm-start'],
  );
});
