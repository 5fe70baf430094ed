import type { Sequence } from '../learner/sequence.ts';

/**
 * What each of `turns` turns weighs in DMPO (Shi et al. 2024, arXiv 2406.14868; `swt-user/DMPO`): with discount γ turn t,
 * counted from 0, weighs γ^t (1 − γ^(T−t)) / (1 − γ^T); in the limit γ = 1 that is (T − t) / T. The division by 1 − γ^T
 * is its normalisation by length: the first turn weighs 1 however many follow, and the weights fall from there on. With
 * γ = 0 the first turn is all there is. γ is at least 0 and at most 1.
 */
export function turnWeights(turns: number, discount: number): readonly number[] {
  const all = Array.from({ length: turns }, (_, turn) => turn);
  if (discount === 1) return all.map(turn => (turns - turn) / turns);
  return all.map(turn => (discount ** turn * (1 - discount ** (turns - turn))) / (1 - discount ** turns));
}

/** A sequence whose turns from the `from`-th on weigh as in DMPO; what carried no loss carries none. */
export function discounted(sequence: Sequence, from: number, discount: number): Sequence {
  const weights = sequence.weights.slice();
  const turns = sequence.turns.slice(from);
  const factors = turnWeights(turns.length, discount);
  for (const [turn, { start, end }] of turns.entries())
    for (let token = start; token < end; token++) weights[token]! *= factors[turn]!;
  return { ...sequence, weights };
}
