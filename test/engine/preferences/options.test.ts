import assert from 'node:assert/strict';
import { test } from 'node:test';
import { preferenceTraining, presets } from '../../../src/engine/preferences/presets.ts';
import { pairOptions, pairStrategy, strategies } from '../../../src/engine/preferences/strategies.ts';
import { step, stored, task } from '../episodes.ts';
import { testTable } from './propose.ts';

const eto = { preset: 'eto-paper' };

testTable({ ...eto, margin: 0.25 }, [
  ['the margin is exceeded', 'expert 1 g | a 0.75 x | b 0.5 y', 'a: below-margin | expert > b[1]'],
]);
testTable({ ...eto, nullReward: 'loss' }, [
  ['a null reward counts as 0 where told', 'expert 1 g | a null/done x', 'expert > a[1]'],
]);
testTable({ ...eto, distinct: true }, [
  ['the same failure counts once', 'expert 1 g | a 0 x | b 0 x', 'expert > a[1] | b: duplicate'],
]);
testTable({ ...eto, distinct: true, extraRounds: 1 }, [
  [
    'failures that differ after the cut are the same',
    'expert 1 g | a 0 x y u | b 0 x y v',
    'expert > a[2] | b: duplicate',
  ],
]);
testTable({ ...eto, extraRounds: 0 }, [
  ['a loser that says what the winner says', 'expert 1 go put | a 0 go put wait', 'a: identical-after-cut'],
]);
testTable({ ...eto, quotaPerTask: 1 }, [
  ['no more pairs than the quota', 'expert 1 g | a 0 x | b 0 y', 'expert > a[1] | b: over-quota'],
  ['what is turned down takes no part of it', 'expert 1 g | a 1 x | b 0 y', 'a: tie | expert > b[1]'],
]);
testTable({ ...eto, maxCharacters: 150 }, [
  ['too long a side', 'expert 1 g | a 0 x y | b 0 u v w x y', 'expert > a[2] | b: over-length'],
]);
testTable({ ...eto, maxRepeated: 0.5 }, [
  ['too many repeated actions', 'expert 1 g | a 0 x x y | b 0 x x x', 'expert > a[3] | b: noisy-loser'],
]);
testTable({ ...eto, maxInvalid: 0 }, [
  ['too many invalid actions', 'expert 1 g | a 0 x y | b 0 x !y', 'expert > a[2] | b: noisy-loser'],
]);

testTable({ ...eto, maxLooping: 0.4 }, [
  ['going round in circles', 'expert 1 g | a 0 x y x y z | b 0 x y x y x', 'expert > a[5] | b: noisy-loser'],
]);

test('made-up observations make a loser noisy', () => {
  const loser = (count: number) => {
    const steps = ['x', 'y'].map((action, index) =>
      step(action, 'Nothing.', { flags: index < count ? ['invented-observation'] : [] }),
    );
    return stored({ id: `${count}`, steps });
  };
  const group = {
    task,
    expert: stored({ reward: 1, does: 'go' }, 'expert.trajectories.jsonl'),
    episodes: [loser(1), loser(2)],
  };
  const [first, second] = pairStrategy({ ...eto, maxInvented: 0.5 }).propose(group);
  assert.ok('pair' in first!);
  assert.deepEqual(second, { task, episode: '2', reason: 'noisy-loser' });
});

test('too few thoughts make a loser noisy', () => {
  const group = {
    task,
    expert: stored({ reward: 1, does: 'go' }, 'expert.trajectories.jsonl'),
    episodes: [stored({ steps: [step('x', '', { thought: '' })] })],
  };
  const proposals = pairStrategy({ ...eto, maxThoughtless: 0.5 }).propose(group);
  assert.deepEqual(proposals, [{ task, episode: 'a', reason: 'noisy-loser' }]);
});

test('settings are stronger than the preset, and an environment than what holds everywhere', () => {
  const code = { preset: 'eto-code' };
  assert.equal(pairOptions(code, 'webshop').extraRounds, 5);
  assert.equal(pairOptions({ ...code, extraRounds: null }, 'webshop').extraRounds, null);
  const webshop = { ...code, extraRounds: 1, environments: { webshop: { extraRounds: 9 } } };
  assert.equal(pairOptions(webshop, 'webshop').extraRounds, 9);
  assert.equal(pairOptions(webshop, 'alfworld').extraRounds, 1);
});

test('a strategy without a preset is plain; without both the preset is own-success', () => {
  assert.equal(pairStrategy({}).name, 'own-success');
  assert.equal(pairOptions({}, 'household').quotaPerTask, 3);
  assert.equal(pairOptions({ strategy: 'own-success' }, 'household').quotaPerTask, null);
  assert.equal(pairStrategy({ ...eto, strategy: 'agent-against-agent' }).name, 'agent-against-agent');
});

test('unknown names are answered with the known ones', () => {
  assert.throws(() => pairStrategy({ preset: 'eto' }), /no preset "eto".*eto-paper, eto-code, own-success/);
  assert.throws(() => pairStrategy({ strategy: 'toString' }), /no pair strategy "toString"/);
});

test('a strategy carries the name it is registered under, and presets name registered ones', () => {
  for (const [name, create] of Object.entries(strategies)) assert.equal(create(pairOptions({}, '')).name, name);
  for (const preset of Object.values(presets)) assert.ok(Object.hasOwn(strategies, preset.strategy));
});

test('ETO trains as published, the released code harder from the second iteration on', () => {
  const settings = (name: string, iteration: number) => {
    const { beta, learningRate } = preferenceTraining(presets[name]!, iteration);
    return [beta, learningRate];
  };
  assert.deepEqual(
    [1, 2, 3].map(iteration => settings('eto-paper', iteration)),
    Array(3).fill([0.1, 1e-6]),
  );
  assert.deepEqual(
    [1, 2, 3].map(iteration => settings('eto-code', iteration)),
    [
      [0.1, 1e-6],
      [0.5, 5e-7],
      [0.5, 5e-7],
    ],
  );
});
