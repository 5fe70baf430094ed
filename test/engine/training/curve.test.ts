import assert from 'node:assert/strict';
import { test } from 'node:test';
import { GrowingCurve } from '../../../src/engine/training/curve.ts';
import { curveCsv } from '../../../src/engine/training/curveCsv.ts';
import { readMetricsLine } from '../../../src/engine/training/metricsLine.ts';

const place = { seed: 1, arm: 'eto', iteration: 1 } as const;

function line(values: object): string {
  return JSON.stringify({ time: '2026-01-01T00:00:00Z', place, stage: 'train', values });
}

function curveOf(...lines: readonly string[]): GrowingCurve {
  const made = new GrowingCurve({ place, stage: 'train' });
  for (const text of lines) {
    const read = readMetricsLine(text);
    assert.ok(read, text);
    made.add(read);
  }
  return made;
}

test('grows by lines and is named by its folder', () => {
  const made = curveOf(line({ step: 1, loss: 2 }), line({ step: 2, loss: 1 }));
  assert.equal(made.id, 'seed-1/iteration-1/train');
  assert.deepEqual(made.steps, [1, 2]);
  assert.deepEqual([...made.series], [['loss', [2, 1]]]);
});

test('the steps that a resumed training reports again replace those before', () => {
  const first = [1, 2, 3, 4].map(step => line({ step, loss: step }));
  const again = [3, 4, 5].map(step => line({ step, loss: step * 10 }));
  const made = curveOf(...first, ...again);
  assert.deepEqual(made.steps, [1, 2, 3, 4, 5]);
  assert.deepEqual(made.series.get('loss'), [1, 2, 30, 40, 50]);
});

test('other metrics of the same step join it; steps that lack one have a gap', () => {
  const made = curveOf(
    line({ step: 10, loss: 1 }),
    line({ step: 10, eval_loss: 2 }),
    line({ step: 20, loss: 0.5 }),
    line({ step: 20, train_runtime: 7 }),
  );
  assert.deepEqual(made.steps, [10, 20]);
  assert.deepEqual(Object.fromEntries(made.series), {
    loss: [1, 0.5],
    'loss (held out)': [2, null],
    train_runtime: [null, 7],
  });
});

test('what other trainers call a metric is drawn as the same; unknown ones keep their names', () => {
  const read = readMetricsLine(
    line({
      global_step: 3,
      'rewards/chosen': 1,
      'train/loss': 2,
      grad_norm: 3,
      lr: 4,
      constructor: 5,
      'moe/balance': 6,
    }),
  );
  assert.equal(read?.step, 3);
  assert.deepEqual(Object.fromEntries(read.values), {
    chosenReward: 1,
    loss: 2,
    gradientNorm: 3,
    learningRate: 4,
    constructor: 5,
    'moe/balance': 6,
  });
});

test('numbers that are none survive the way through JSON, as null and as Python writes them', () => {
  const null_ = readMetricsLine(line({ step: 1, loss: Number.NaN }));
  assert.ok(Number.isNaN(null_?.values.get('loss')));
  const python = `{"place": ${JSON.stringify(place)}, "stage": "train", "values": {"step": 2, "loss": NaN, "a": -Infinity, "b": 1}}`;
  const read = readMetricsLine(python);
  assert.ok(Number.isNaN(read?.values.get('loss')));
  assert.ok(Number.isNaN(read?.values.get('a')));
  assert.equal(read?.values.get('b'), 1);
});

test('what is no line of metrics is none', () => {
  const wrong = [
    '',
    '{',
    'null',
    '[]',
    '{"values":{}}',
    line({}).replace('"eto"', '"other"'),
    line({}).replace('{}', '3'),
  ];
  for (const text of wrong) assert.equal(readMetricsLine(text), undefined, text);
});

test('a trainer that counts no steps is counted', () => {
  assert.deepEqual(curveOf(line({ loss: 3 }), line({ loss: 2 }), line({ loss: 1 })).steps, [1, 2, 3]);
});

test('curves as CSV: a line a step, a column a metric, gaps empty', () => {
  const made = curveOf(line({ step: 1, loss: 2, '=evil': 1 }), line({ step: 2, loss: Number.NaN }));
  assert.equal(
    curveCsv([made]),
    "seed,arm,iteration,stage,step,loss,'=evil\r\n1,eto,1,train,1,2,1\r\n1,eto,1,train,2,,\r\n",
  );
});
