import { Arena } from './arena.ts';
import { Cache, copyNumbers, type Stream } from './cache.ts';
import { Logits } from './logits.ts';
import { headWidth, type ModelShape, normEpsilon } from './model.ts';
import { Weights } from './weights.ts';

/** What is to be appended to a stream: one token or more. */
export interface Feed {
  readonly stream: Stream;
  readonly tokens: readonly number[];
}

/** Rows of one pass that belong to one feed; `last` when they end it. */
interface Piece extends Feed {
  readonly row: number;
  readonly last: boolean;
}

/** Rows that one pass takes at most, which bounds the memory between the layers, and feeds that one call takes. */
export const batchRows = 512;

/**
 * The model with a cache of keys and values, for many streams at once. A token's logits have the same bits whatever
 * else is in the batch and however its stream was cut into feeds, because every kernel's rows have.
 */
export class Decoder {
  readonly shape: ModelShape;
  /** Tokens a stream can hold. */
  readonly context: number;
  readonly #arena = new Arena();
  readonly #weights: Weights;
  readonly #cache: Cache;
  readonly #buffers;
  readonly #logits: Logits;

  /** Throws a RangeError for a shape that the kernels cannot run or parameters that are not the shape's. */
  constructor(shape: ModelShape, parameters: Float32Array, context: number) {
    this.shape = shape;
    this.context = context;
    this.#cache = new Cache(this.#arena, shape);
    this.#weights = new Weights(shape, this.#arena);
    this.#weights.load(parameters);
    const buffer = (columns: number, rows = batchRows) => this.#arena.allocate(rows * columns);
    this.#buffers = {
      x: buffer(shape.width),
      y: buffer(shape.width),
      queryKeyValue: buffer(3 * shape.width),
      hidden: buffer(shape.hidden),
      scales: buffer(1),
      statistics: buffer(2),
      scratch: buffer(4, Math.ceil(context / 8) * 8),
      tokens: buffer(1, batchRows + 2),
      ends: buffer(shape.width),
    };
    this.#logits = new Logits(this.#arena, batchRows, shape.vocabulary);
  }

  /** An empty stream. */
  open(): Stream {
    return { tokens: [] };
  }

  /** Takes the stream's memory back; the stream must not be used again. */
  close(stream: Stream): void {
    this.#cache.release(stream);
  }

  /** Forgets all tokens of a stream from the `length`-th on. */
  truncate(stream: Stream, length: number): void {
    stream.tokens.length = Math.min(stream.tokens.length, length);
  }

  /**
   * Appends tokens to streams, each stream once, and returns the logits after the last token of each feed, in their
   * order, valid until the next call. Throws a RangeError beyond the context or for more than `batchRows` feeds.
   */
  feed(feeds: readonly Feed[]): Logits {
    if (feeds.length > batchRows)
      throw new RangeError(`${feeds.length} streams were fed at once; ${batchRows} is the most.`);
    const full = feeds.find(({ stream, tokens }) => stream.tokens.length + tokens.length > this.context);
    if (full) throw new RangeError(`A stream was fed beyond its context of ${this.context} tokens.`);
    const { kernels } = this.#arena;
    const { width, vocabulary } = this.shape;
    const { x, y, scales, ends } = this.#buffers;
    const { layout, output } = this.#weights;
    let end = ends;
    for (const pieces of passes(feeds)) {
      this.#pass(pieces);
      for (const { tokens, row, last } of pieces) {
        if (!last) continue;
        copyNumbers(this.#arena, x + 4 * width * (row + tokens.length - 1), end, width);
        end += 4 * width;
      }
    }
    kernels.normalise(feeds.length, width, ends, this.#weights.at(layout.finalNorm), y, scales, normEpsilon);
    kernels.product(feeds.length, width, vocabulary, y, width, output, vocabulary, this.#logits.address, vocabulary, 0);
    return this.#logits;
  }

  /** Runs the layers over the rows of `pieces` (see `model.ts`), leaves the residual stream in `x`, extends the streams. */
  #pass(pieces: readonly Piece[]): void {
    const { kernels } = this.#arena;
    const { width, hidden } = this.shape;
    const { layout } = this.#weights;
    const { x, y, scales, queryKeyValue, hidden: inner } = this.#buffers;
    const { row, tokens } = pieces.at(-1)!;
    const rows = row + tokens.length;
    for (const piece of pieces) this.#embed(piece);
    for (const [index, layer] of layout.layers.entries()) {
      const [attentionNorm, inward, outward] = [layer.attentionNorm, layer.queryKeyValue, layer.attentionOut].map(
        tensor => this.#weights.at(tensor),
      );
      kernels.normalise(rows, width, x, attentionNorm!, y, scales, normEpsilon);
      kernels.product(rows, width, 3 * width, y, width, inward!, 3 * width, queryKeyValue, 3 * width, 0);
      for (const piece of pieces) this.#attend(piece, index);
      kernels.product(rows, width, width, y, width, outward!, width, x, width, 1);
      const [hiddenNorm, hiddenIn, hiddenOut] = [layer.hiddenNorm, layer.hiddenIn, layer.hiddenOut].map(tensor =>
        this.#weights.at(tensor),
      );
      kernels.normalise(rows, width, x, hiddenNorm!, y, scales, normEpsilon);
      kernels.product(rows, width, hidden, y, width, hiddenIn!, hidden, inner, hidden, 0);
      kernels.relu(rows * hidden, inner);
      kernels.product(rows, hidden, width, inner, hidden, hiddenOut!, width, x, width, 1);
    }
    for (const { stream, tokens } of pieces) for (const token of tokens) stream.tokens.push(token);
  }

  #embed({ stream, tokens, row }: Piece): void {
    const { layout } = this.#weights;
    const before = stream.tokens.slice(-2);
    const ids = this.#arena.integers(this.#buffers.tokens, before.length + tokens.length);
    ids.set(before);
    ids.set(tokens, before.length);
    this.#arena.kernels.embed(
      tokens.length,
      before.length,
      this.shape.width,
      this.#buffers.tokens + 4 * before.length,
      this.#weights.at(layout.embedding),
      this.#weights.at(layout.shift),
      this.#buffers.x + 4 * this.shape.width * row,
    );
  }

  /** Caches the keys and values of a piece and writes to `y` what its queries attend to. */
  #attend({ stream, tokens, row }: Piece, layer: number): void {
    const { kernels } = this.#arena;
    const { width, slopes } = this.shape;
    const columns = headWidth(this.shape);
    const first = stream.tokens.length;
    const region = this.#cache.reserve(stream, first + tokens.length);
    const stride = this.#cache.stride(region);
    const { keys, values } = this.#cache.layer(region, layer);
    const queries = this.#buffers.queryKeyValue + 12 * width * row;
    const out = this.#buffers.y + 4 * width * row;
    kernels.transpose(tokens.length, width, queries + 4 * width, 3 * width, keys + 4 * first, stride);
    for (let index = 0; index < tokens.length; index++)
      copyNumbers(this.#arena, queries + 4 * width * (3 * index + 2), values + 4 * width * (first + index), width);
    for (const [head, slope] of slopes.entries()) {
      const skip = 4 * head * columns;
      kernels.attend(
        tokens.length,
        first,
        columns,
        queries + skip,
        3 * width,
        keys + 4 * head * columns * stride,
        stride,
        values + skip,
        width,
        out + skip,
        width,
        1 / Math.sqrt(columns),
        slope,
        this.#buffers.scratch,
        this.#buffers.statistics,
      );
    }
  }
}

/** Cuts feeds into passes of at most `batchRows` rows, in order. */
function* passes(feeds: readonly Feed[]): Generator<Piece[]> {
  let pieces: Piece[] = [];
  let row = 0;
  for (const { stream, tokens } of feeds) {
    for (let from = 0; from < tokens.length; ) {
      const part = tokens.slice(from, from + batchRows - row);
      from += part.length;
      pieces.push({ stream, tokens: part, row, last: from === tokens.length });
      row += part.length;
      if (row < batchRows) continue;
      yield pieces;
      pieces = [];
      row = 0;
    }
  }
  if (pieces.length > 0) yield pieces;
}
