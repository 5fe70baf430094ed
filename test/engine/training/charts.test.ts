import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { alarmsOf } from '../../../src/engine/training/alarms.ts';
import { chartsOf } from '../../../src/engine/training/charts.ts';
import { downsample } from '../../../src/engine/training/downsample.ts';
import { numberText } from '../../../src/engine/training/numberText.ts';
import { curve, soundDpo } from './curves.ts';

const dpo = { kind: 'preference' } as const;

/** Log 2 as trainers log it. */
const rounded = Math.round(Math.LN2 * 1e4) / 1e4;

test('a DPO training has the charts that tell of it, both rewards on one', () => {
  const charts = chartsOf(curve(20, soundDpo()), dpo, []);
  assert.deepEqual(
    charts.map(({ id, series }) => [id, ...series.map(({ label }) => label)]),
    [
      ['loss', 'loss'],
      ['rewards', 'chosen', 'rejected'],
      ['margin', 'margin'],
      ['accuracy', 'accuracy'],
      ['chosenLogProbability', 'chosen'],
      ['gradientNorm', 'norm'],
      ['learningRate', 'rate'],
    ],
  );
  assert.equal(charts[0]?.reference?.value, Math.LN2);
});

test('metrics that nobody knows are drawn as they are, held-out ones beside their own', () => {
  const made = curve(3, { loss: () => 1, 'loss (held out)': () => 2, 'moe/balance': () => 3, tokens: () => 4 });
  const charts = chartsOf(made, { kind: 'imitation' }, []);
  assert.deepEqual(
    charts.map(({ title, series }) => [title, ...series.map(({ label }) => label)]),
    [
      ['Loss', 'loss', 'loss (held out)'],
      ['moe/balance', 'moe/balance'],
      ['Tokens a step', 'tokens'],
    ],
  );
  assert.equal(charts[0]?.reference, undefined, 'log 2 means nothing to imitation');
});

test('a chart says in words what it shows, its alarms too', () => {
  const made = curve(40, { loss: () => rounded });
  const [chart] = chartsOf(made, dpo, alarmsOf({ curve: made, facts: dpo }));
  assert.equal(
    chart?.summary,
    'Loss, steps 1 to 40. loss goes from 0.6931 to 0.6931, lowest 0.6931 at step 1, highest 0.6931 at step 1. Alarm: The loss does not leave log 2 (0.6931).',
  );
  assert.equal(chart.alarms.length, 1);
});

test('what is not finite is a gap in the chart and words in its summary', () => {
  const [chart] = chartsOf(curve(3, { loss: step => (step === 2 ? 1 : Number.NaN) }), dpo, []);
  assert.deepEqual(chart?.series[0]?.values, [null, 1, null]);
  const [none] = chartsOf(curve(2, { loss: () => Number.NaN }), dpo, []);
  assert.equal(none?.summary, 'Loss, steps 1 to 2. loss has no finite value.');
});

test('a long training is drawn from few points, and says so', () => {
  const spike = curve(30_000, { gradientNorm: step => (step === 17_171 ? 99 : Math.sin(step / 100)) });
  const [chart] = chartsOf(spike, dpo, [], 2000);
  assert.equal(chart?.points, 30_000);
  assert.ok(chart.steps.length <= 2000, `${chart.steps.length} points`);
  assert.ok(chart.steps.includes(17_171), 'the spike is there');
});

test('downsampling keeps both ends and every extreme, in order, below its limit', () => {
  const values = fc.array(fc.option(fc.double(), { nil: null }), { minLength: 1, maxLength: 400 });
  fc.assert(
    fc.property(values, values, fc.integer({ min: 20, max: 300 }), (first, second, limit) => {
      const length = Math.min(first.length, second.length);
      const all = [first.slice(0, length), second.slice(0, length)];
      const kept = downsample(length, all, limit);
      assert.ok(kept.length <= Math.max(limit, 1));
      assert.deepEqual(
        kept,
        [...new Set(kept)].sort((a, b) => a - b),
      );
      assert.equal(kept[0], 0);
      assert.equal(kept.at(-1), length - 1);
      for (const series of all) {
        const finite = series.filter(value => value !== null && Number.isFinite(value)) as number[];
        if (finite.length === 0) continue;
        const shown = kept.map(index => series[index]);
        assert.ok(shown.includes(Math.max(...finite)) && shown.includes(Math.min(...finite)));
      }
    }),
  );
});

test('numbers as people read them', () => {
  const texts = [0, 1, -0.5, Math.LN2, 1234, 123456, 12345678, 8e-4, 1.3333e-4, Number.NaN, -Infinity].map(numberText);
  assert.deepEqual(texts, [
    '0',
    '1',
    '−0.5',
    '0.6931',
    '1234',
    '123456',
    '1.23e7',
    '8e−4',
    '1.33e−4',
    'not a number',
    '−∞',
  ]);
});
