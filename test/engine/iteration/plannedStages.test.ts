import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type LoopPlan, runLoop } from '../../../src/engine/iteration/loop.ts';
import { type Place, type Stage, stageFolder } from '../../../src/engine/iteration/place.ts';
import { plannedStages } from '../../../src/engine/iteration/plannedStages.ts';
import type { Artifact, Evaluation, StageRun, Stages } from '../../../src/engine/iteration/stages.ts';

async function* stage(place: Place, name: Stage): StageRun<Artifact> {
  const file = stageFolder(place, name);
  yield { place, stage: name, kind: 'stage-started', what: name };
  return { file, hash: file };
}

async function* evaluate(place: Place): StageRun<Evaluation> {
  return { episodes: yield* stage(place, 'evaluate'), metrics: {}, scores: {} };
}

const stages: Stages = {
  demonstrate: place => stage(place, 'demonstrate'),
  clone: place => stage(place, 'train'),
  explore: place => stage(place, 'explore'),
  pair: place => stage(place, 'pairs'),
  prefer: place => stage(place, 'train'),
  imitate: place => stage(place, 'train'),
  evaluate,
};

const plans: readonly LoopPlan[] = [
  { seeds: [1], iterations: 2, baselines: [], gate: false, bestOf: 1 },
  { seeds: [3, 1], iterations: 3, baselines: ['rft', 'rft-eto', 'best-of-n', 'beta-0'], gate: false, bestOf: 4 },
  { seeds: [1], iterations: 0, baselines: ['beta-0'], gate: false, bestOf: 1 },
];

for (const plan of plans) {
  test(`the loop comes to its stages as planned: ${JSON.stringify(plan)}`, async () => {
    const done = new Set<string>();
    for await (const event of runLoop(plan, stages)) {
      if (event.kind === 'stage-started') done.add(stageFolder(event.place, event.stage));
    }
    assert.deepEqual([...done], plannedStages(plan));
  });
}
