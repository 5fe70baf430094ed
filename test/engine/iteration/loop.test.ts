import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type LoopPlan, type Result, runLoop } from '../../../src/engine/iteration/loop.ts';
import { type Place, type Stage, stageFolder } from '../../../src/engine/iteration/place.ts';
import type { Artifact, Evaluation, StageRun, Stages } from '../../../src/engine/iteration/stages.ts';

/** Stages that write down what they are asked for; `valReward` is what a policy earns on `val`. */
function recording(valReward: (policy: string) => number): { stages: Stages; asked: string[] } {
  const asked: string[] = [];
  async function* stage(place: Place, name: Stage, ...from: readonly Artifact[]): StageRun<Artifact> {
    const file = stageFolder(place, name);
    asked.push([file, ...from.map(artifact => artifact.file)].join(' < '));
    yield { place, stage: name, kind: 'stage-started', what: name };
    return { file, hash: file };
  }
  async function* evaluate(place: Place, policy: Artifact): StageRun<Evaluation> {
    const episodes = yield* stage(place, 'evaluate', policy);
    const averageReward = valReward(policy.file);
    const metrics = { episodes: 1, unjudged: 0, averageReward, successRate: averageReward } as const;
    const val = { ...metrics, steps: 1, successSteps: null, invalidRate: 0, endings: {} };
    return { episodes, metrics: { val }, scores: {} };
  }
  const stages: Stages = {
    demonstrate: place => stage(place, 'demonstrate'),
    clone: (place, demonstrations) => stage(place, 'train', demonstrations),
    explore: (place, policy) => stage(place, 'explore', policy),
    pair: (place, exploration, demonstrations) => stage(place, 'pairs', exploration, demonstrations),
    prefer: (place, { policy, pairs, beta }) =>
      stage(place, 'train', policy, ...pairs, ...(beta === undefined ? [] : [{ file: `β ${beta}`, hash: '' }])),
    imitate: (place, { policy, exploration }) => stage(place, 'train', policy, exploration),
    evaluate,
  };
  return { stages, asked };
}

async function results(plan: LoopPlan, stages: Stages): Promise<readonly Result[]> {
  const loop = runLoop(plan, stages);
  for (;;) {
    const next = await loop.next();
    if (next.done) return next.value;
  }
}

const plan: LoopPlan = { seeds: [1], iterations: 2, baselines: [], gate: true, bestOf: 10 };

test('each iteration explores with, and measures against, the policy of the one before', async () => {
  const { stages, asked } = recording(() => 1);
  await results(plan, stages);
  assert.deepEqual(asked, [
    'seed-1/iteration-0/demonstrate',
    'seed-1/iteration-0/train < seed-1/iteration-0/demonstrate',
    'seed-1/iteration-0/evaluate < seed-1/iteration-0/train',
    'seed-1/iteration-1/explore < seed-1/iteration-0/train',
    'seed-1/iteration-1/pairs < seed-1/iteration-1/explore < seed-1/iteration-0/demonstrate',
    'seed-1/iteration-1/train < seed-1/iteration-0/train < seed-1/iteration-1/pairs',
    'seed-1/iteration-1/evaluate < seed-1/iteration-1/train',
    'seed-1/iteration-2/explore < seed-1/iteration-1/train',
    'seed-1/iteration-2/pairs < seed-1/iteration-2/explore < seed-1/iteration-0/demonstrate',
    'seed-1/iteration-2/train < seed-1/iteration-1/train < seed-1/iteration-1/pairs < seed-1/iteration-2/pairs',
    'seed-1/iteration-2/evaluate < seed-1/iteration-2/train',
  ]);
});

test('a training is offered the policy that cloning led to, and the pairs of its own arm so far', async () => {
  const { stages } = recording(() => 1);
  const offered: string[] = [];
  const watched: Stages = {
    ...stages,
    prefer: (place, stock) => {
      const names = [stock.policy, stock.cloned, ...stock.pairs].map(({ file }) => file);
      offered.push([`${place.arm} ${place.iteration}`, ...names].join(' < '));
      return stages.prefer(place, stock);
    },
  };
  await results({ ...plan, baselines: ['beta-0'] }, watched);
  const cloned = 'seed-1/iteration-0/train';
  const control = 'seed-1/beta-0/iteration';
  assert.deepEqual(offered, [
    `eto 1 < ${cloned} < ${cloned} < seed-1/iteration-1/pairs`,
    `eto 2 < seed-1/iteration-1/train < ${cloned} < seed-1/iteration-1/pairs < seed-1/iteration-2/pairs`,
    `beta-0 1 < ${cloned} < ${cloned} < ${control}-1/pairs`,
    `beta-0 2 < ${control}-1/train < ${cloned} < ${control}-1/pairs < ${control}-2/pairs`,
  ]);
});

test('the gate throws a worse policy away, and the next iteration starts from the one before it', async () => {
  const { stages, asked } = recording(policy => (policy.includes('iteration-1') ? 0.4 : 0.5));
  const found = await results(plan, stages);
  assert.deepEqual(
    found.map(({ accepted }) => accepted),
    [true, false, true],
  );
  assert.ok(asked.includes('seed-1/iteration-2/explore < seed-1/iteration-0/train'));
});

test('without the gate a worse policy is gone on with', async () => {
  const { stages, asked } = recording(policy => (policy.includes('iteration-1') ? 0.4 : 0.5));
  await results({ ...plan, gate: false }, stages);
  assert.ok(asked.includes('seed-1/iteration-2/explore < seed-1/iteration-1/train'));
});

test('baselines share cloning and the first exploration, and then go their own way', async () => {
  const { stages, asked } = recording(() => 1);
  await results({ ...plan, baselines: ['beta-0', 'rft', 'rft-eto', 'best-of-n'] }, stages);
  assert.equal(asked.filter(line => line.startsWith('seed-1/iteration-0/train ')).length, 1);
  for (const line of [
    'seed-1/beta-0/iteration-1/train < seed-1/iteration-0/train < seed-1/beta-0/iteration-1/pairs < β 0',
    'seed-1/rft/iteration-1/train < seed-1/iteration-0/train < seed-1/iteration-1/explore',
    'seed-1/rft-eto/iteration-1/train < seed-1/iteration-0/train < seed-1/iteration-1/explore',
    'seed-1/rft-eto/iteration-2/train < seed-1/rft-eto/iteration-1/train < seed-1/rft-eto/iteration-2/pairs',
    'seed-1/rft/iteration-2/explore < seed-1/rft/iteration-1/train',
    'seed-1/best-of-n/iteration-0/evaluate < seed-1/iteration-0/train',
  ])
    assert.ok(asked.includes(line), `${line}\nis not among\n${asked.join('\n')}`);
});
