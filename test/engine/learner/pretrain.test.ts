import assert from 'node:assert/strict';
import { test } from 'node:test';
import { vocabulary } from '../../../src/engine/environments/builtin/vocabulary.ts';
import { checkpointIdentity, decodeCheckpoint, encodeCheckpoint } from '../../../src/engine/learner/checkpoint.ts';
import { inThisThread } from '../../../src/engine/learner/gradientWorkers.ts';
import { defaultShape } from '../../../src/engine/learner/model.ts';
import { type PretrainOptions, pretrain } from '../../../src/engine/learner/pretrain.ts';
import { readState, type TrainerState, writeState } from '../../../src/engine/learner/trainerState.ts';
import { habitCorpus } from '../../../src/engine/policies/expert/corpus.ts';
import { HumanError } from '../../../src/engine/problem.ts';

async function run(options: Partial<PretrainOptions> = {}) {
  const count = options.count ?? 40;
  const training = pretrain({
    corpus: from => [...habitCorpus({ seed: 1, count: 40 })].slice(from),
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
  await assert.rejects(run({ words: vocabulary.filter(word => word !== '1') }), {
    name: HumanError.name,
    message: /outside the vocabulary/,
  });
});

test('pre-training that was interrupted goes on to the same bits, reading only what is left', async () => {
  const { checkpoint } = await run();
  const read: number[] = [];
  const corpus = (from: number) => {
    read.push(from);
    return [...habitCorpus({ seed: 1, count: 40 })].slice(from);
  };
  let state: TrainerState | undefined;
  const stop = new AbortController();
  const first = run({
    corpus,
    signal: stop.signal,
    onState: working => {
      state = working;
    },
    workers: shape => {
      const workers = inThisThread(shape);
      let steps = 0;
      return {
        ...workers,
        gradients: (...asked) => {
          if (++steps === 4) stop.abort();
          return workers.gradients(...asked);
        },
      };
    },
  });
  await assert.rejects(first, { name: 'AbortError' });
  assert.equal(state!.step, 4);
  const resumed = await run({ corpus, resume: readState(writeState(state!))! });
  assert.equal(checkpointIdentity(resumed.checkpoint), checkpointIdentity(checkpoint));
  assert.deepEqual(read, [0, 16]);
});

test('without episodes it gives the first parameters, in the shape that was asked for', async () => {
  const shapeOf = (tokens: number) => ({ ...defaultShape(tokens), width: 32, hidden: 32 });
  const { losses, checkpoint } = await run({ count: 0, shapeOf, silent: ['it is'] });
  assert.equal(losses.length, 0);
  assert.equal(checkpoint.shape.width, 32);
  assert.deepEqual(checkpoint.silent, ['it is']);
  assert.deepEqual(decodeCheckpoint(encodeCheckpoint(checkpoint), 'fresh.policy'), checkpoint);
});
