import type { Arena } from './arena.ts';
import { headWidth, type LayerTensors, normEpsilon } from './model.ts';
import type { Weights } from './weights.ts';

/**
 * Addresses of what one layer leaves behind for its backward pass. It takes `rows` rows in; only those it picks go on:
 * in every layer but the last that is all of them.
 */
export interface LayerActivations {
  readonly rows: number;
  readonly picked: number;
  /** The picked rows' 32-bit indices in ascending order; address 0 when all are. */
  readonly indices: number;
  /** rows × d: the residual stream as it enters. */
  readonly x: number;
  /** rows × d. */
  readonly attentionIn: number;
  /** rows: the scales of the norm. */
  readonly attentionScales: number;
  /** rows × 2d. */
  readonly keyValue: number;
  /** picked × d: the picked rows of `attentionIn`. */
  readonly queryIn: number;
  /** picked × d. */
  readonly query: number;
  /** For each head in turn, picked × 2: see the kernel `attend`. */
  readonly statistics: number;
  /** picked × d: the heads' results side by side. */
  readonly attended: number;
  /** picked × d: the residual stream after attention. */
  readonly middle: number;
  /** picked × d. */
  readonly hiddenIn: number;
  readonly hiddenScales: number;
  /** picked × hidden: after relu. */
  readonly hidden: number;
}

/** Addresses of what a forward pass leaves behind. Row i stands for token i and predicts token i + 1. */
export interface Activations {
  /** Rows that went in. */
  readonly rows: number;
  /** Rows that came out: the wanted ones. */
  readonly wanted: number;
  readonly tokens: number;
  /** The next token of each wanted row. */
  readonly targets: number;
  readonly layers: readonly LayerActivations[];
  readonly last: number;
  readonly lastScales: number;
  readonly lastOut: number;
  /** wanted × vocabulary. */
  readonly probabilities: number;
  /** One a wanted row: the log-probability of its target. */
  readonly logProbabilities: number;
}

/** The key columns that a transposed head needs for `rows` positions. */
export function keyColumns(rows: number): number {
  return Math.ceil(rows / 8) * 8;
}

/**
 * Runs the model over one sequence (the equations are in model.ts) and leaves everything in the arena, for the caller
 * to give back. Only the `wanted` rows (ascending; default all) are predicted: the last layer spares itself the others.
 * Throws a RangeError for a token outside the vocabulary.
 */
export function forward(weights: Weights, tokens: ArrayLike<number>, wanted?: readonly number[]): Activations {
  const { shape, layout, arena } = weights;
  const { kernels } = arena;
  const { vocabulary, width } = shape;
  const rows = wanted === undefined ? Math.max(0, tokens.length - 1) : (wanted.at(-1) ?? -1) + 1;
  const count = wanted?.length ?? rows;
  const ids = placeTokens(arena, tokens, vocabulary);
  const all = { rows, picked: rows, indices: 0 };
  const few = { rows, picked: count, indices: wanted === undefined || count === rows ? 0 : place(arena, wanted) };
  const layers: LayerActivations[] = [];
  let x = arena.allocate(rows * width);
  kernels.embed(rows, 0, width, ids, weights.at(layout.embedding), weights.at(layout.shift), x);
  for (const [index, tensors] of layout.layers.entries()) {
    const layer = allocateLayer(weights, index + 1 < shape.layers ? all : few, x);
    x = arena.allocate(layer.picked * width);
    attention(weights, tensors, layer);
    perceptron(weights, tensors, layer, x);
    layers.push(layer);
  }
  const targets = place(arena, wanted?.map(row => tokens[row + 1]!) ?? Array.from(tokens).slice(1));
  const lastScales = arena.allocate(count);
  const lastOut = arena.allocate(count * width);
  const probabilities = arena.allocate(count * vocabulary);
  const logProbabilities = arena.allocate(count);
  kernels.normalise(count, width, x, weights.at(layout.finalNorm), lastOut, lastScales, normEpsilon);
  kernels.product(count, width, vocabulary, lastOut, width, weights.output, vocabulary, probabilities, vocabulary, 0);
  kernels.targetLogProbabilities(count, vocabulary, probabilities, targets, logProbabilities);
  return {
    rows,
    wanted: count,
    tokens: ids,
    targets,
    layers,
    last: x,
    lastScales,
    lastOut,
    probabilities,
    logProbabilities,
  };
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

function allocateLayer(
  { shape, arena }: Weights,
  size: Pick<LayerActivations, 'rows' | 'picked' | 'indices'>,
  x: number,
): LayerActivations {
  const { width, hidden, slopes } = shape;
  const { rows, picked, indices } = size;
  const attentionIn = arena.allocate(rows * width);
  return {
    ...size,
    x,
    attentionIn,
    attentionScales: arena.allocate(rows),
    keyValue: arena.allocate(rows * 2 * width),
    queryIn: indices === 0 ? attentionIn : arena.allocate(picked * width),
    query: arena.allocate(picked * width),
    statistics: arena.allocate(picked * 2 * slopes.length),
    attended: arena.allocate(picked * width),
    middle: arena.allocate(picked * width),
    hiddenIn: arena.allocate(picked * width),
    hiddenScales: arena.allocate(picked),
    hidden: arena.allocate(picked * hidden),
  };
}

function attention(weights: Weights, tensors: LayerTensors, layer: LayerActivations): void {
  const { arena, shape } = weights;
  const { kernels } = arena;
  const { width } = shape;
  const { rows, picked, indices, x, attentionIn, queryIn, query, keyValue, attended, middle } = layer;
  const gain = weights.at(tensors.attentionNorm);
  kernels.normalise(rows, width, x, gain, attentionIn, layer.attentionScales, normEpsilon);
  if (indices !== 0) kernels.gather(picked, width, indices, attentionIn, queryIn);
  const matrix = weights.at(tensors.queryKeyValue);
  kernels.product(picked, width, width, queryIn, width, matrix, 3 * width, query, width, 0);
  kernels.product(rows, width, 2 * width, attentionIn, width, matrix + 4 * width, 3 * width, keyValue, 2 * width, 0);
  arena.borrow(() => heads(weights, layer));
  if (indices !== 0) kernels.gather(picked, width, indices, x, middle);
  else kernels.copyRows(rows, width, x, width, middle, width);
  kernels.product(picked, width, width, attended, width, weights.at(tensors.attentionOut), width, middle, width, 1);
}

function heads({ arena, shape }: Weights, layer: LayerActivations): void {
  const { kernels } = arena;
  const { width, slopes } = shape;
  const { rows, picked, indices, query, keyValue, attended, statistics } = layer;
  const head = headWidth(shape);
  const columns = keyColumns(rows);
  const keys = arena.allocate(head * columns);
  const scratch = arena.allocate(4 * columns);
  for (const [index, slope] of slopes.entries()) {
    const skip = 4 * index * head;
    kernels.transpose(rows, head, keyValue + skip, 2 * width, keys, columns);
    kernels.attend(
      picked,
      0,
      head,
      query + skip,
      width,
      keys,
      columns,
      keyValue + 4 * width + skip,
      2 * width,
      attended + skip,
      width,
      1 / Math.sqrt(head),
      slope,
      scratch,
      statistics + 8 * picked * index,
      indices,
    );
  }
}

function perceptron(weights: Weights, tensors: LayerTensors, layer: LayerActivations, out: number): void {
  const { arena, shape } = weights;
  const { kernels } = arena;
  const { width, hidden } = shape;
  const { picked, middle, hiddenIn, hiddenScales } = layer;
  kernels.normalise(picked, width, middle, weights.at(tensors.hiddenNorm), hiddenIn, hiddenScales, normEpsilon);
  const into = weights.at(tensors.hiddenIn);
  kernels.product(picked, width, hidden, hiddenIn, width, into, hidden, layer.hidden, hidden, 0);
  kernels.relu(picked * hidden, layer.hidden);
  kernels.copyRows(picked, width, middle, width, out, width);
  kernels.product(picked, hidden, width, layer.hidden, hidden, weights.at(tensors.hiddenOut), width, out, width, 1);
}
