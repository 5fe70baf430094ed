import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Result } from '../../../src/engine/iteration/loop.ts';
import type { Arm } from '../../../src/engine/iteration/place.ts';
import type { TaskScore } from '../../../src/engine/iteration/stages.ts';
import type { Study } from '../../../src/engine/study/study.ts';
import { studyReport, type VariantResults } from '../../../src/engine/study/studyReport.ts';
import { studyMarkdown, studyTables, studyText } from '../../../src/engine/study/studyText.ts';
import { assertGolden } from '../../golden.ts';

const study: Study = {
  name: 'beta',
  title: 'β of DPO',
  question: 'How strongly should the reference hold?',
  seeds: [1, 2],
  experiment: { iterations: 1 },
  variants: [
    {
      name: 'usual',
      title: 'The default',
      settings: { baselines: ['rft'] },
      rows: [
        { label: 'Cloning', arm: 'eto', iteration: 0 },
        { label: 'β 0.3', arm: 'eto', iteration: 1 },
        { label: 'RFT', arm: 'rft', iteration: 1 },
      ],
    },
    {
      name: 'none',
      title: 'No contrast',
      settings: { train: { beta: 0 } },
      rows: [{ label: 'β 0', arm: 'eto', iteration: 1 }],
    },
  ],
  comparisons: [
    { row: 'β 0.3', against: 'Cloning' },
    { row: 'β 0.3', against: 'β 0' },
    { row: 'RFT', against: 'Cloning' },
  ],
};

const tasks = 20;

/** A result whose first `wins` tasks of each split succeed; the rest have reward `rest`. */
function result(arm: Arm, iteration: number, seed: number, wins: number, rest: number | null = 0): Result {
  const scores = Array.from(
    { length: tasks },
    (_, index): TaskScore => ({
      task: `t${index}`,
      reward: index < wins ? 1 : rest,
      success: index < wins,
    }),
  );
  const judged = rest === null ? wins : tasks;
  const metrics = {
    episodes: tasks,
    unjudged: tasks - judged,
    averageReward: (wins + (tasks - wins) * (rest ?? 0)) / judged,
    successRate: wins / judged,
    steps: 8,
    successSteps: 7,
    invalidRate: 0.05,
    endings: {},
  };
  return {
    place: { seed, arm, iteration },
    policy: { file: 'base', hash: '' },
    evaluation: {
      episodes: { file: '', hash: '' },
      metrics: { val: metrics, seen: metrics, unseen: metrics },
      scores: { val: scores, seen: scores, unseen: scores },
    },
    accepted: !(arm === 'rft' && seed === 2),
  };
}

const circumstances = {
  command: 'contrail experiment beta',
  contrail: '1.2.3',
  machine: '2 cores of a processor (linux x64, Node 24.0.0)',
};

function runs(rest: number | null = 0): Map<string, VariantResults> {
  const seconds = () => 100;
  const usual = [1, 2].flatMap(seed => [
    result('eto', 0, seed, 10, rest),
    result('eto', 1, seed, 16, rest),
    result('rft', 1, seed, seed === 1 ? 9 : 11, rest),
  ]);
  return new Map([
    ['usual', { results: usual, seconds }],
    ['none', { results: [result('eto', 1, 1, 14, rest)], seconds: () => null }],
  ]);
}

const report = studyReport(study, runs(), { ...circumstances, seeds: [1, 2] });

test('a row has means and intervals by split, the mean of every seed, steps and time', () => {
  const [cloning, etoRow, rft, none] = report.rows;
  assert.deepEqual(
    report.rows.map(({ label, variant, seeds, rejected, seconds }) => ({ label, variant, seeds, rejected, seconds })),
    [
      { label: 'Cloning', variant: 'usual', seeds: [1, 2], rejected: [], seconds: 100 },
      { label: 'β 0.3', variant: 'usual', seeds: [1, 2], rejected: [], seconds: 100 },
      { label: 'RFT', variant: 'usual', seeds: [1, 2], rejected: [2], seconds: 100 },
      { label: 'β 0', variant: 'none', seeds: [1], rejected: [], seconds: null },
    ],
  );
  assert.equal(cloning?.splits.seen?.successRate?.mean, 0.5);
  assert.equal(etoRow?.splits.unseen?.averageReward?.mean, 0.8);
  assert.deepEqual(
    rft?.splits.seen?.bySeed.map(({ seed, successRate }) => [seed, successRate]),
    [
      [1, 0.45],
      [2, 0.55],
    ],
  );
  assert.equal(none?.splits.seen?.steps, 8);
  assert.deepEqual(report.tasks, { val: tasks, seen: tasks, unseen: tasks });
});

test('differences are paired, over the seeds that both have', () => {
  const [learned, contrast, rft] = report.comparisons;
  const found = learned?.splits.seen?.successRate;
  assert.ok(found && Math.abs(found.mean - 0.3) < 1e-9 && found.low > 0);
  assert.equal(contrast?.splits.seen?.successRate?.seeds, 1);
  assert.ok(rft?.splits.seen?.successRate && rft.splits.seen.successRate.low < 0);
});

test('means can be computed anew from what every task came to', () => {
  for (const { splits } of report.rows)
    for (const { bySeed } of Object.values(splits))
      for (const { outcomes, successRate } of bySeed) {
        assert.match(outcomes, /^[01-]+$/);
        assert.equal(outcomes.length, tasks);
        assert.equal([...outcomes].filter(outcome => outcome === '1').length / tasks, successRate);
      }
});

test('only the seeds that are asked for are told, and what is not there is left out', () => {
  const one = studyReport(study, runs(), { ...circumstances, seeds: [2] });
  assert.deepEqual(
    one.rows.map(({ label, seeds }) => [label, seeds]),
    [
      ['Cloning', [2]],
      ['β 0.3', [2]],
      ['RFT', [2]],
    ],
  );
  assert.equal(one.comparisons.length, 2);
  const none = studyReport(study, new Map(), { ...circumstances, seeds: [1] });
  assert.deepEqual([none.rows, none.comparisons, none.tasks], [[], [], {}]);
  assert.match(studyText(none), /No policy has been evaluated yet\./);
  assert.match(studyMarkdown(none), /No policy has been evaluated yet\./);
});

test('equal episodes give equal reports', () => {
  assert.deepEqual(studyReport(study, runs(), { ...circumstances, seeds: [1, 2] }), report);
});

test('the report as text and as Markdown', () => {
  assertGolden(import.meta.dirname, 'study.txt', `${studyText(report)}\n`);
  assertGolden(import.meta.dirname, 'study.md', studyMarkdown(report));
});

test('rewards between 0 and 1 have columns of their own', () => {
  const graded = studyReport(study, runs(0.5), { ...circumstances, seeds: [1, 2] });
  assert.match(studyTables(graded), /unseen, reward × 100/);
  assert.doesNotMatch(studyTables(graded), /Rewards are 0 or 1/);
  assert.doesNotMatch(studyTables(report), /reward × 100/);
});

test('what could not be judged, a quick look and missing seeds are told', () => {
  const look = studyReport(study, runs(null), { ...circumstances, seeds: [1, 2], limit: 20 });
  const text = studyText(look);
  assert.match(text, /Limited to 20 tasks a stage/);
  assert.match(text, /Of seed 1 only: β 0\./);
  assert.match(text, /\d+ episodes could not be judged/);
});
