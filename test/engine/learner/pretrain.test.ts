import assert from 'node:assert/strict';
import { test } from 'node:test';
import { vocabulary } from '../../../src/engine/environments/builtin/vocabulary.ts';
import { checkpointIdentity, decodeCheckpoint, encodeCheckpoint } from '../../../src/engine/learner/checkpoint.ts';
import { inThisThread } from '../../../src/engine/learner/gradientWorkers.ts';
import { type PretrainOptions, pretrain } from '../../../src/engine/learner/pretrain.ts';
import { habitCorpus } from '../../../src/engine/policies/expert/corpus.ts';
import { HumanError } from '../../../src/engine/problem.ts';

async function run(options: Partial<PretrainOptions> = {}) {
  const count = options.count ?? 40;
  const training = pretrain({
    corpus: habitCorpus({ seed: 1, count: 40 }),
    count,
    words: vocabulary,
    seed: 1,
    workers: inThisThread,
    batch: 4,
    warmUp: 2,
    ...options,
  });
  const losses: number[] = [];
  for (;;) {
    const next = await training.next();
    if (next.done) return { losses, checkpoint: next.value };
    losses.push(next.value.loss);
  }
}

test('pre-training learns from a corpus and gives the same checkpoint again', async () => {
  const { losses, checkpoint } = await run();
  assert.equal(losses.length, 10);
  assert.ok(Math.abs(losses[0]! - Math.log(checkpoint.shape.vocabulary)) < 1, `starts at ${losses[0]}`);
  assert.ok(losses.at(-1)! < losses[0]! - 0.3, losses.join());
  assert.deepEqual(checkpoint.provenance.settings['trajectories'], 40);
  assert.deepEqual(decodeCheckpoint(encodeCheckpoint(checkpoint), 'base.policy'), checkpoint);
  assert.equal(checkpointIdentity((await run()).checkpoint), checkpointIdentity(checkpoint));
  assert.notEqual(checkpointIdentity((await run({ seed: 2 })).checkpoint), checkpointIdentity(checkpoint));
});

test('a corpus that is too short or holds strange words is refused', async () => {
  await assert.rejects(run({ count: 41 }), { name: HumanError.name, message: /fewer episodes/ });
  await assert.rejects(run({ words: vocabulary.slice(1) }), {
    name: HumanError.name,
    message: /outside the vocabulary/,
  });
});
