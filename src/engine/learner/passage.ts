import type { Arena } from './arena.ts';

/**
 * A text as one pass reads it. Row i stands for token i and predicts token i + 1. A pass may read several texts that
 * begin alike: the rows that a later one shares with the first are computed once.
 */
export interface Strand {
  readonly tokens: ArrayLike<number>;
  /** Its first rows that the first strand computes; 0 for the first strand itself. */
  readonly shared: number;
  /** The text's rows end before this one; at least `shared`. */
  readonly end: number;
  /** The rows that are predicted, in ascending order, each from `shared` to `end`. */
  readonly wanted: readonly number[];
}

/** Where the rows of a strand lie among all rows of a pass. */
export interface StrandPlace {
  /** Address of its own first token; those before it lie before it. */
  readonly tokens: number;
  /** The position of its own first row. */
  readonly shared: number;
  readonly first: number;
  readonly rows: number;
  /** Where its keys and values begin: `shared` rows copied from the first strand, then its own. */
  readonly keys: number;
}

/** The rows that one layer takes on from a strand. */
export interface StrandPicks {
  readonly first: number;
  readonly count: number;
  /** Address of their 32-bit positions in the text; 0 when they are all its own rows. */
  readonly positions: number;
}

/** A pass laid out in an arena: every strand's own rows, one strand after the other. */
export interface Passage {
  readonly rows: number;
  /** Rows of keys and values: `rows` and the copies of those that strands share. */
  readonly keys: number;
  readonly strands: readonly StrandPlace[];
  /** Rows that are predicted. */
  readonly wanted: number;
  /** Address of their 32-bit indices, ascending; 0 when all rows are. */
  readonly indices: number;
  /** For each strand, its rows that are predicted. */
  readonly picks: readonly StrandPicks[];
  /** Address of the next token of each row that is predicted. */
  readonly targets: number;
}

/** A text by itself. Default: all rows are predicted, else only `wanted`, and those behind the last are left out. */
export function strandOf(tokens: ArrayLike<number>, wanted?: readonly number[]): Strand {
  const all = wanted ?? Array.from({ length: Math.max(0, tokens.length - 1) }, (_, row) => row);
  return { tokens, shared: 0, end: (all.at(-1) ?? -1) + 1, wanted: all };
}

/** Puts tokens, indices and targets into the arena. Throws a RangeError for a token outside the vocabulary. */
export function layOut(arena: Arena, strands: readonly Strand[], vocabulary: number): Passage {
  const places: StrandPlace[] = [];
  const picks: StrandPicks[] = [];
  const indices: number[] = [];
  const [rows, keys] = [sum(strands, own), sum(strands, ({ end }) => end)];
  const wanted = sum(strands, strand => strand.wanted.length);
  const positions = wanted === rows ? 0 : place(arena, positionsOf(strands));
  let key = 0;
  let first = 0;
  for (const strand of strands) {
    const { shared, end } = strand;
    const tokens = placeTokens(arena, strand.tokens, vocabulary) + 4 * shared;
    const from = indices.length;
    picks.push({ first: from, count: strand.wanted.length, positions: positions && positions + 4 * from });
    places.push({ tokens, shared, first, rows: own(strand), keys: key });
    for (const row of strand.wanted) indices.push(first + row - shared);
    first += own(strand);
    key += end;
  }
  return {
    rows,
    keys,
    strands: places,
    wanted,
    indices: wanted === rows ? 0 : place(arena, indices),
    picks,
    targets: place(
      arena,
      strands.flatMap(({ tokens, wanted }) => wanted.map(row => tokens[row + 1]!)),
    ),
  };
}

function positionsOf(strands: readonly Strand[]): number[] {
  return strands.flatMap(({ wanted }) => wanted);
}

function own({ end, shared }: Strand): number {
  return end - shared;
}

function sum(strands: readonly Strand[], count: (strand: Strand) => number): number {
  return strands.reduce((total, strand) => total + count(strand), 0);
}

function place(arena: Arena, values: ArrayLike<number>): number {
  const address = arena.allocate(values.length);
  arena.integers(address, values.length).set(values);
  return address;
}

function placeTokens(arena: Arena, tokens: ArrayLike<number>, vocabulary: number): number {
  const address = place(arena, tokens);
  const stranger = arena.integers(address, tokens.length).findIndex(id => id < 0 || id >= vocabulary);
  if (stranger >= 0)
    throw new RangeError(`Token ${stranger} is ${tokens[stranger]}, outside the vocabulary of ${vocabulary}.`);
  return address;
}
