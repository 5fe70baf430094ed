import assert from 'node:assert/strict';
import { test } from 'node:test';
import { metricsBySplit, Tally } from '../../../src/engine/analysis/metrics.ts';
import { episode } from '../episodes.ts';

test('a split without episodes is absent, and without judged ones its means are null', () => {
  assert.deepEqual(metricsBySplit([]), {});
  assert.deepEqual(metricsBySplit([episode({ reward: null, ending: 'timeout', does: '' })]), {
    train: {
      episodes: 1,
      unjudged: 1,
      averageReward: null,
      successRate: null,
      steps: null,
      successSteps: null,
      invalidRate: null,
      endings: { timeout: 1 },
    },
  });
});

test('episodes without a reward are counted apart, never as 0', () => {
  const metrics = metricsBySplit([
    episode({ reward: 1, does: 'a b' }),
    episode({ reward: 0.5, ending: 'done', does: 'a !b !c d' }),
    episode({ reward: null, ending: 'context-overflow', does: '!a b c d' }),
  ]).train!;
  assert.deepEqual(metrics, {
    episodes: 3,
    unjudged: 1,
    averageReward: 0.75,
    successRate: 0.5,
    steps: 3,
    successSteps: 2,
    invalidRate: 0.3,
    endings: { success: 1, done: 1, 'context-overflow': 1 },
  });
});

test('splits are measured apart and in their usual order', () => {
  const metrics = metricsBySplit([
    episode({ task: { split: 'unseen' }, reward: 0 }),
    episode({ task: { split: 'train' }, reward: 1 }),
    episode({ task: { split: 'unseen' }, reward: 1 }),
  ]);
  assert.deepEqual(Object.keys(metrics), ['train', 'unseen']);
  assert.equal(metrics.unseen?.successRate, 0.5);
});

test('done is not success', () => {
  const tally = new Tally();
  tally.add(episode({ reward: 0.9, ending: 'done' }));
  assert.equal(tally.metrics().successRate, 0);
  assert.deepEqual(tally.metrics().endings, { done: 1 });
});
