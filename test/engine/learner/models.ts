import { vocabulary } from '../../../src/engine/environments/builtin/vocabulary.ts';
import type { Checkpoint } from '../../../src/engine/learner/checkpoint.ts';
import { defaultShape, initialise } from '../../../src/engine/learner/model.ts';
import { specials } from '../../../src/engine/learner/tokenizer.ts';
import { seeded } from '../../../src/engine/random.ts';

/** An untrained model over our own world's words; a gain above 1 scales its matrices up, so that it has opinions. */
export function untrained(seed = 1, gain = 2): Checkpoint {
  const shape = defaultShape(specials.length + vocabulary.length);
  const parameters = initialise(shape, seeded(seed)).map(value => (value === 1 ? 1 : gain * value));
  const provenance = { stage: 'none', parent: null, seed, settings: { gain } };
  return { shape, words: vocabulary, provenance, parameters };
}

/** Tokens of words, uniformly drawn. */
export function randomTokens(length: number, seed: number): number[] {
  const random = seeded(seed);
  return Array.from({ length }, () => specials.length + random.below(vocabulary.length));
}
