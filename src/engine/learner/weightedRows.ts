import type { WeightedTokens } from './gradientWorkers.ts';
import { type Strand, strandOf } from './passage.ts';

/** The rows of a text that carry loss, among all that a pass predicts. */
export interface WeightedRows {
  /** Their places among the predicted rows, in the order of the text. */
  readonly places: readonly number[];
  readonly weights: Float32Array;
}

/** A text as one pass reads it. Throws a RangeError when its tokens and weights differ in number. */
export function oneText(sequence: WeightedTokens): {
  readonly strands: readonly Strand[];
  readonly rows: WeightedRows;
} {
  const { wanted, weights } = weighted(sequence);
  return { strands: [strandOf(sequence.tokens, wanted)], rows: { places: [...wanted.keys()], weights } };
}

/**
 * Two texts as one pass reads them: what they begin with alike is computed once. They part at the row of the last
 * token that they share, because it predicts another token in each. Throws as `oneText` does.
 */
export function twoTexts(
  first: WeightedTokens,
  second: WeightedTokens,
): { readonly strands: readonly Strand[]; readonly rows: readonly [WeightedRows, WeightedRows] } {
  const [one, other] = [weighted(first), weighted(second)];
  const end = (other.wanted.at(-1) ?? -1) + 1;
  const shared = Math.min(end, Math.max(0, commonLength(first.tokens, second.tokens) - 1));
  const own = other.wanted.filter(row => row >= shared);
  const met = new Set([...one.wanted, ...other.wanted.filter(row => row < shared)]);
  const common = [...met].sort((a, b) => a - b);
  const placeOf = new Map(common.map((row, place) => [row, place]));
  const trunk = strandOf(first.tokens, common);
  const branch: Strand = { tokens: second.tokens, shared, end, wanted: own };
  const places = one.wanted.map(row => placeOf.get(row)!);
  const otherPlaces = other.wanted.map((row, index) =>
    row < shared ? placeOf.get(row)! : common.length + index - (other.wanted.length - own.length),
  );
  return {
    strands: own.length > 0 ? [{ ...trunk, end: Math.max(trunk.end, shared) }, branch] : [trunk],
    rows: [
      { places, weights: one.weights },
      { places: otherPlaces, weights: other.weights },
    ],
  };
}

/** Σ weight × log-probability of a text's rows, in order. */
export function weightedSum({ places, weights }: WeightedRows, logProbabilities: Float32Array): number {
  return places.reduce((sum, place, index) => sum + logProbabilities[place]! * weights[index]!, 0);
}

/** Σ weight. */
export function totalWeight({ weights }: WeightedRows): number {
  return weights.reduce((sum, weight) => sum + weight, 0);
}

/** The rows with weight, as the trainer rounds it: to float32. */
function weighted({ tokens, weights }: WeightedTokens): { readonly wanted: number[]; readonly weights: Float32Array } {
  if (tokens.length !== weights.length)
    throw new RangeError(`A sequence has ${tokens.length} tokens but ${weights.length} loss weights.`);
  const wanted: number[] = [];
  for (let index = 1; index < weights.length; index++) if (weights[index] !== 0) wanted.push(index - 1);
  return { wanted, weights: Float32Array.from(wanted, row => weights[row + 1]!) };
}

function commonLength(one: ArrayLike<number>, other: ArrayLike<number>): number {
  const most = Math.min(one.length, other.length);
  let length = 0;
  while (length < most && one[length] === other[length]) length++;
  return length;
}
