import type { Arena } from './arena.ts';
import { headWidth, type LayerTensors, normEpsilon } from './model.ts';
import type { Weights } from './weights.ts';

/** Addresses of what one layer leaves behind for its backward pass; every matrix has one row a token. */
export interface LayerActivations {
  /** d: the residual stream as it enters. */
  readonly x: number;
  readonly attentionIn: number;
  /** 1: the scale of the norm. */
  readonly attentionScales: number;
  /** 3d. */
  readonly queryKeyValue: number;
  /** For each head in turn, 2 a row: see the kernel `attend`. */
  readonly statistics: number;
  /** d: the heads' results side by side. */
  readonly attended: number;
  /** d: the residual stream after attention. */
  readonly middle: number;
  readonly hiddenIn: number;
  readonly hiddenScales: number;
  /** hidden: after relu. */
  readonly hidden: number;
}

/** Addresses of what a forward pass leaves behind. Row i stands for token i and predicts token i + 1. */
export interface Activations {
  /** Tokens of the sequence less one; 0 for a sequence that predicts nothing. */
  readonly rows: number;
  readonly tokens: number;
  readonly layers: readonly LayerActivations[];
  readonly last: number;
  readonly lastScales: number;
  readonly lastOut: number;
  /** rows × vocabulary. */
  readonly probabilities: number;
  /** One a row: the log-probability of the next token. */
  readonly logProbabilities: number;
}

/** The key columns that a transposed head needs for `rows` positions. */
export function keyColumns(rows: number): number {
  return Math.ceil(rows / 8) * 8;
}

/**
 * Runs the model over one sequence (the equations are in model.ts) and leaves everything in the arena, for the caller
 * to give back. Throws a RangeError for a token outside the vocabulary.
 */
export function forward(weights: Weights, tokens: ArrayLike<number>): Activations {
  const { shape, layout, arena } = weights;
  const { kernels } = arena;
  const { vocabulary, width } = shape;
  const rows = Math.max(0, tokens.length - 1);
  const ids = placeTokens(arena, tokens, vocabulary);
  const layers: LayerActivations[] = [];
  let x = arena.allocate(rows * width);
  kernels.embed(rows, 0, width, ids, weights.at(layout.embedding), weights.at(layout.shift), x);
  for (const tensors of layout.layers) {
    const layer = allocateLayer(weights, rows, x);
    x = arena.allocate(rows * width);
    attention(weights, tensors, layer, rows);
    perceptron(weights, tensors, layer, rows, x);
    layers.push(layer);
  }
  const lastScales = arena.allocate(rows);
  const lastOut = arena.allocate(rows * width);
  const probabilities = arena.allocate(rows * vocabulary);
  const logProbabilities = arena.allocate(rows);
  kernels.normalise(rows, width, x, weights.at(layout.finalNorm), lastOut, lastScales, normEpsilon);
  kernels.product(rows, width, vocabulary, lastOut, width, weights.output, vocabulary, probabilities, vocabulary, 0);
  kernels.targetLogProbabilities(rows, vocabulary, probabilities, ids + 4, logProbabilities);
  return {
    rows,
    tokens: ids,
    layers,
    last: x,
    lastScales,
    lastOut,
    probabilities,
    logProbabilities,
  };
}

function placeTokens(arena: Arena, tokens: ArrayLike<number>, vocabulary: number): number {
  const address = arena.allocate(tokens.length);
  const ids = arena.integers(address, tokens.length);
  ids.set(tokens);
  const stranger = ids.findIndex(id => id < 0 || id >= vocabulary);
  if (stranger >= 0)
    throw new RangeError(`Token ${stranger} is ${tokens[stranger]}, outside the vocabulary of ${vocabulary}.`);
  return address;
}

function allocateLayer({ shape, arena }: Weights, rows: number, x: number): LayerActivations {
  const { width, hidden, slopes } = shape;
  const matrix = (columns: number) => arena.allocate(rows * columns);
  return {
    x,
    attentionIn: matrix(width),
    attentionScales: matrix(1),
    queryKeyValue: matrix(3 * width),
    statistics: matrix(2 * slopes.length),
    attended: matrix(width),
    middle: matrix(width),
    hiddenIn: matrix(width),
    hiddenScales: matrix(1),
    hidden: matrix(hidden),
  };
}

function attention(weights: Weights, tensors: LayerTensors, layer: LayerActivations, rows: number): void {
  const { shape, arena } = weights;
  const { kernels } = arena;
  const { width, slopes } = shape;
  const { attentionIn, attentionScales, queryKeyValue, attended, middle } = layer;
  kernels.normalise(rows, width, layer.x, weights.at(tensors.attentionNorm), attentionIn, attentionScales, normEpsilon);
  const matrix = weights.at(tensors.queryKeyValue);
  kernels.product(rows, width, 3 * width, attentionIn, width, matrix, 3 * width, queryKeyValue, 3 * width, 0);
  const head = headWidth(shape);
  const columns = keyColumns(rows);
  arena.borrow(() => {
    const keys = arena.allocate(head * columns);
    const scratch = arena.allocate(4 * columns);
    for (const [index, slope] of slopes.entries()) {
      const query = queryKeyValue + 4 * index * head;
      const out = attended + 4 * index * head;
      const statistics = layer.statistics + 8 * rows * index;
      const [key, value] = [query + 4 * width, query + 8 * width];
      const scale = 1 / Math.sqrt(head);
      kernels.transpose(rows, head, key, 3 * width, keys, columns);
      kernels.attend(
        rows,
        0,
        head,
        query,
        3 * width,
        keys,
        columns,
        value,
        3 * width,
        out,
        width,
        scale,
        slope,
        scratch,
        statistics,
      );
    }
  });
  arena.floats(middle, rows * width).set(arena.floats(layer.x, rows * width));
  kernels.product(rows, width, width, attended, width, weights.at(tensors.attentionOut), width, middle, width, 1);
}

function perceptron(weights: Weights, tensors: LayerTensors, layer: LayerActivations, rows: number, out: number): void {
  const { shape, arena } = weights;
  const { kernels } = arena;
  const { width, hidden } = shape;
  const { middle, hiddenIn, hiddenScales } = layer;
  kernels.normalise(rows, width, middle, weights.at(tensors.hiddenNorm), hiddenIn, hiddenScales, normEpsilon);
  const into = weights.at(tensors.hiddenIn);
  kernels.product(rows, width, hidden, hiddenIn, width, into, hidden, layer.hidden, hidden, 0);
  kernels.relu(rows * hidden, layer.hidden);
  arena.floats(out, rows * width).set(arena.floats(middle, rows * width));
  kernels.product(rows, hidden, width, layer.hidden, hidden, weights.at(tensors.hiddenOut), width, out, width, 1);
}
