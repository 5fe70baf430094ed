import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { vocabulary } from '../../../src/engine/environments/builtin/vocabulary.ts';
import { decodeCheckpoint } from '../../../src/engine/learner/checkpoint.ts';
import { turnLogProbabilities } from '../../../src/engine/learner/turnLogProbabilities.ts';
import { habitCorpus } from '../../../src/engine/policies/expert/corpus.ts';

const file = join(import.meta.dirname, '..', '..', '..', 'media', 'base.policy');
const bytes = readFileSync(file);
const base = decodeCheckpoint(bytes, file);

test('the base that ships is small, of the pre-training, and has the words of the world as it is now', () => {
  assert.ok(bytes.length < 300_000, `${bytes.length} bytes`);
  assert.deepEqual(base.words, vocabulary);
  assert.equal(base.provenance.stage, 'pretrain');
});

test('the base knows the language of episodes that it has not read', () => {
  const episodes = [...habitCorpus({ seed: 2, count: 20 })];
  const turns = turnLogProbabilities(base, episodes).flat();
  const mean = turns.reduce((sum, value) => sum + value, 0) / turns.length;
  assert.ok(mean > -4, `${mean} nats a turn`);
});
