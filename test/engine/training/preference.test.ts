import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Checkpoint } from '../../../src/engine/learner/checkpoint.ts';
import type { DpoMetrics } from '../../../src/engine/learner/dpo.ts';
import { inThisThread } from '../../../src/engine/learner/gradientWorkers.ts';
import { initialise, type ModelShape } from '../../../src/engine/learner/model.ts';
import { specials } from '../../../src/engine/learner/tokenizer.ts';
import { turnLogProbabilities } from '../../../src/engine/learner/turnLogProbabilities.ts';
import type { PairSide } from '../../../src/engine/preferences/pair.ts';
import type { ResolvedPair } from '../../../src/engine/preferences/resolvePair.ts';
import { seeded } from '../../../src/engine/random.ts';
import { type PreferenceSettings, prefer } from '../../../src/engine/training/preference.ts';
import { episode, task } from '../episodes.ts';

const words = 'You are in a room do Thought Action I try : . go put look take open close mug desk'.split(' ');
const shape: ModelShape = {
  vocabulary: specials.length + words.length,
  width: 16,
  layers: 2,
  hidden: 32,
  slopes: [0.5, 0],
};

function checkpoint(seed: number): Checkpoint {
  const parameters = initialise(shape, seeded(seed)).map(value => (value === 1 ? 1 : 4 * value));
  return { shape, words, provenance: { stage: 'none', parent: null, seed, settings: {} }, parameters };
}

const winner = episode({ id: 'winner', does: 'go put look', reward: 1 });
const loser = episode({ id: 'loser', does: 'go look' });

function pair(from: number, chosenTo: number, rejectedTo: number): ResolvedPair {
  const side = ({ id, outcome }: typeof winner, to: number): PairSide => ({
    file: 'x',
    id,
    from,
    to,
    reward: outcome.reward!,
    policy: 'model',
  });
  const continuation = (trajectory: typeof winner, to: number) => ({
    trajectory,
    from,
    to,
    steps: trajectory.steps.slice(from, to),
  });
  return {
    pair: {
      format: 'contrail-pair-1',
      id: 'p',
      task,
      chosen: side(winner, chosenTo),
      rejected: side(loser, rejectedTo),
      strategy: 'hand',
      margin: 1,
      divergence: 1,
    },
    task,
    opening: winner.opening,
    prefix: winner.steps.slice(0, from),
    chosen: continuation(winner, chosenTo),
    rejected: continuation(loser, rejectedTo),
  };
}

const settings: PreferenceSettings = {
  epochs: 1,
  batch: 1,
  learningRate: 1e-3,
  warmup: 0,
  schedule: 'constant',
  finalRate: 1,
  clip: 1,
  beta: 0.5,
  nllWeight: 0,
};

async function firstStep(
  resolved: ResolvedPair,
  { discount, reference }: { readonly discount?: number; readonly reference?: Checkpoint } = {},
): Promise<DpoMetrics> {
  const run = { start: checkpoint(1), workers: inThisThread(shape), seed: 1, ...(reference && { reference }) };
  const chosen = { ...settings, ...(discount !== undefined && { turnDiscount: discount }) };
  const next = await prefer(run, [resolved], chosen).next();
  assert.ok(!next.done);
  return next.value;
}

function near(found: number, expected: number): void {
  assert.ok(Math.abs(found - expected) < 1e-3, `${found} instead of ${expected}`);
}

const [chosenTurns, rejectedTurns] = turnLogProbabilities(checkpoint(1), [winner, loser]) as [number[], number[]];

test('all turns of whole episodes carry loss alike', async () => {
  const { chosenLogProbability, rejectedLogProbability, margin } = await firstStep(pair(0, 3, 2));
  near(chosenLogProbability, chosenTurns[0]! + chosenTurns[1]! + chosenTurns[2]!);
  near(rejectedLogProbability, rejectedTurns[0]! + rejectedTurns[1]!);
  near(margin, 0);
});

test('a discount weighs the turns of each side by its own length, by hand', async () => {
  const { chosenLogProbability, rejectedLogProbability } = await firstStep(pair(0, 3, 2), { discount: 0.7 });
  near(chosenLogProbability, chosenTurns[0]! + (0.357 / 0.657) * chosenTurns[1]! + (0.147 / 0.657) * chosenTurns[2]!);
  // γ = 0.7, T = 2: turn 1 weighs 0.7 × 0.3 / 0.51.
  near(rejectedLogProbability, rejectedTurns[0]! + (0.21 / 0.51) * rejectedTurns[1]!);
});

test('one step a side carries its own turn alone, with a discount or without', async () => {
  for (const more of [{}, { discount: 0.7 }]) {
    const { chosenLogProbability, rejectedLogProbability } = await firstStep(pair(1, 2, 2), more);
    near(chosenLogProbability, chosenTurns[1]!);
    near(rejectedLogProbability, rejectedTurns[1]!);
  }
});

test('DPO measures against another reference where there is one', async () => {
  const reference = checkpoint(2);
  const [chosenBefore, rejectedBefore] = turnLogProbabilities(reference, [winner, loser]) as [number[], number[]];
  const { chosenReward, rejectedReward } = await firstStep(pair(1, 2, 2), { reference });
  near(chosenReward, 0.5 * (chosenTurns[1]! - chosenBefore[1]!));
  near(rejectedReward, 0.5 * (rejectedTurns[1]! - rejectedBefore[1]!));
  assert.ok(Math.abs(chosenReward) > 0.01);
});
