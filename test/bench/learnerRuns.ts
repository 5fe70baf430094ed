import type { WeightedTokens } from '../../src/engine/learner/gradientWorkers.ts';
import { defaultShape, type ModelShape } from '../../src/engine/learner/model.ts';
import { type Random, seeded } from '../../src/engine/random.ts';

/** One step of training, again and again. */
export interface LearnerRun {
  readonly what: string;
  readonly shape: ModelShape;
  /** With `pairs`, the first half are the chosen sides and the second half the rejected ones. */
  readonly sequences: readonly WeightedTokens[];
  readonly pairs: boolean;
}

const small = defaultShape(80);
const larger = (width: number): ModelShape => ({ ...small, vocabulary: 504, width, layers: 4, hidden: 2 * width });

/** Tokens laid out like an episode of our own world: an opening, then agent turns (weight 1) and observations. */
function episode(random: Random, start: ArrayLike<number> = []): WeightedTokens {
  const weights = Array.from({ length: 28 + random.below(9) }, () => 0);
  for (let turn = 4 + random.below(9); turn > 0; turn--) {
    for (let token = 7 + random.below(5); token > 0; token--) weights.push(1);
    if (turn > 1) for (let token = 4 + random.below(6); token > 0; token--) weights.push(0);
  }
  return { tokens: weights.map((_, index) => start[index] ?? random.below(small.vocabulary)), weights };
}

/** Sides that begin alike as far as pairs of our own world do: half of them within 48 tokens. */
function pairs(count: number): WeightedTokens[] {
  const random = seeded(1);
  const chosen = Array.from({ length: count }, () => episode(random));
  const starts = chosen.map(({ tokens }) => Array.from(tokens).slice(0, 30 + random.below(50)));
  return [...chosen, ...starts.map(start => episode(random, start))];
}

function episodes(count: number): WeightedTokens[] {
  const random = seeded(1);
  return Array.from({ length: count }, () => episode(random));
}

/** Sequences of one length in which every token carries loss: what batched libraries are best at. */
function dense(count: number, length: number): WeightedTokens[] {
  const random = seeded(1);
  const tokens = () => Array.from({ length }, () => random.below(small.vocabulary));
  return Array.from({ length: count }, () => ({ tokens: tokens(), weights: Array.from({ length }, () => 1) }));
}

/** Two episodes as long as ALFWorld's: 512 tokens, of which every second has weight. */
function long(): WeightedTokens[] {
  return dense(2, 512).map(({ tokens, weights }) => ({
    tokens,
    weights: Array.from(weights, (_, index) => (index < 120 || index % 20 > 9 ? 0 : 1)),
  }));
}

export const runs: readonly LearnerRun[] = [
  { what: 'cloning, 8 episodes a step', shape: small, sequences: episodes(8), pairs: false },
  { what: 'DPO, 16 pairs a step', shape: small, sequences: pairs(16), pairs: true },
  { what: 'dense, 8 × 152 tokens, all weighted', shape: small, sequences: dense(8, 152), pairs: false },
  { what: 'd 96, 4 layers, vocabulary 504, 2 × 512 tokens', shape: larger(96), sequences: long(), pairs: false },
  { what: 'd 128, 4 layers, vocabulary 504, 2 × 512 tokens', shape: larger(128), sequences: long(), pairs: false },
];
