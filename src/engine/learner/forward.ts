import { headWidth, type LayerTensors, type ModelShape, normEpsilon } from './model.ts';
import { layOut, type Passage, type Strand, type StrandPicks, type StrandPlace } from './passage.ts';
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
  /** The picked rows of each strand. */
  readonly picks: readonly StrandPicks[];
  /** rows × d: the residual stream as it enters. */
  readonly x: number;
  /** rows × d. */
  readonly attentionIn: number;
  /** rows: the scales of the norm. */
  readonly attentionScales: number;
  /** keys × 2d: for each strand, copies of the rows it shares, then its own. */
  readonly keyValue: number;
  /** picked × d: the picked rows of `attentionIn`. */
  readonly queryIn: number;
  /** picked × d. */
  readonly query: number;
  /** For each strand and each head in turn, its picked rows × 2: see the kernel `attend`. */
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

/** Addresses of what a forward pass leaves behind. */
export interface Activations {
  readonly passage: Passage;
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
 * Runs the model over texts that begin alike, or over one (the equations are in model.ts), and leaves everything in the
 * arena, for the caller to give back. Only the wanted rows are predicted: the last layer spares itself the others.
 * A row's bits are those that it has in its text alone. Throws a RangeError for a token outside the vocabulary.
 */
export function forward(weights: Weights, strands: readonly Strand[]): Activations {
  const { shape, layout, arena } = weights;
  const { kernels } = arena;
  const { vocabulary, width } = shape;
  const passage = layOut(arena, strands, vocabulary);
  const { rows, wanted, indices, picks, targets } = passage;
  const all = passage.strands.map(strand => ({ first: strand.first, count: strand.rows, positions: 0 }));
  const layers: LayerActivations[] = [];
  let x = arena.allocate(rows * width);
  for (const { first, shared, rows, tokens } of passage.strands) {
    const to = x + 4 * width * first;
    kernels.embed(rows, shared, width, tokens, weights.at(layout.embedding), weights.at(layout.shift), to);
  }
  for (const [index, tensors] of layout.layers.entries()) {
    const size =
      index + 1 < shape.layers
        ? { rows, picked: rows, indices: 0, picks: all }
        : { rows, picked: wanted, indices, picks };
    const layer = allocateLayer(weights, size, { x, keys: passage.keys });
    x = arena.allocate(layer.picked * width);
    attention(weights, tensors, { layer, passage });
    perceptron(weights, tensors, layer, x);
    layers.push(layer);
  }
  const lastScales = arena.allocate(wanted);
  const lastOut = arena.allocate(wanted * width);
  const probabilities = arena.allocate(wanted * vocabulary);
  const logProbabilities = arena.allocate(wanted);
  kernels.normalise(wanted, width, x, weights.at(layout.finalNorm), lastOut, lastScales, normEpsilon);
  kernels.product(wanted, width, vocabulary, lastOut, width, weights.output, vocabulary, probabilities, vocabulary, 0);
  kernels.targetLogProbabilities(wanted, vocabulary, probabilities, targets, logProbabilities);
  return { passage, layers, last: x, lastScales, lastOut, probabilities, logProbabilities };
}

function allocateLayer(
  { shape, arena }: Weights,
  size: Pick<LayerActivations, 'rows' | 'picked' | 'indices' | 'picks'>,
  { x, keys }: { readonly x: number; readonly keys: number },
): LayerActivations {
  const { width, hidden, slopes } = shape;
  const { rows, picked, indices } = size;
  const attentionIn = arena.allocate(rows * width);
  return {
    ...size,
    x,
    attentionIn,
    attentionScales: arena.allocate(rows),
    keyValue: arena.allocate(keys * 2 * width),
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

/** Where a strand's picked rows, its keys and its statistics begin within a layer. */
export function strandAddresses(
  { width, slopes }: ModelShape,
  layer: LayerActivations,
  { picks, keys }: PickedStrand,
): Pick<LayerActivations, 'query' | 'keyValue' | 'attended' | 'statistics'> {
  return {
    query: layer.query + 4 * width * picks.first,
    keyValue: layer.keyValue + 8 * width * keys,
    attended: layer.attended + 4 * width * picks.first,
    statistics: layer.statistics + 8 * slopes.length * picks.first,
  };
}

/** A strand with those of its rows that a layer takes on. */
export interface PickedStrand extends StrandPlace {
  readonly picks: StrandPicks;
}

/** A layer and the passage that it works on. */
export interface LayerPass {
  readonly layer: LayerActivations;
  readonly passage: Passage;
}

function attention(weights: Weights, tensors: LayerTensors, { layer, passage }: LayerPass): void {
  const { arena, shape } = weights;
  const { kernels } = arena;
  const { width } = shape;
  const { rows, picked, indices, x, attentionIn, queryIn, query, keyValue, attended, middle } = layer;
  const gain = weights.at(tensors.attentionNorm);
  kernels.normalise(rows, width, x, gain, attentionIn, layer.attentionScales, normEpsilon);
  if (indices !== 0) kernels.gather(picked, width, indices, attentionIn, queryIn);
  const matrix = weights.at(tensors.queryKeyValue);
  const [other, two] = [matrix + 4 * width, 2 * width];
  kernels.product(picked, width, width, queryIn, width, matrix, 3 * width, query, width, 0);
  for (const [index, strand] of passage.strands.entries()) {
    const { first, rows, shared, keys } = strand;
    const [from, copies] = [attentionIn + 4 * width * first, keyValue + 4 * two * keys];
    kernels.copyRows(shared, two, keyValue, two, copies, two);
    kernels.product(rows, width, two, from, width, other, 3 * width, copies + 4 * two * shared, two, 0);
    arena.borrow(() => heads(weights, layer, { ...strand, picks: layer.picks[index]! }));
  }
  if (indices !== 0) kernels.gather(picked, width, indices, x, middle);
  else kernels.copyRows(rows, width, x, width, middle, width);
  kernels.product(picked, width, width, attended, width, weights.at(tensors.attentionOut), width, middle, width, 1);
}

function heads({ arena, shape }: Weights, layer: LayerActivations, strand: PickedStrand): void {
  const { kernels } = arena;
  const { width, slopes } = shape;
  const { shared, rows, picks } = strand;
  const head = headWidth(shape);
  const columns = keyColumns(shared + rows);
  const keys = arena.allocate(head * columns);
  const scratch = arena.allocate(4 * columns);
  const { query, keyValue, attended, statistics } = strandAddresses(shape, layer, strand);
  for (const [index, slope] of slopes.entries()) {
    const skip = 4 * index * head;
    kernels.transpose(shared + rows, head, keyValue + skip, 2 * width, keys, columns);
    kernels.attend(
      picks.count,
      shared,
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
      statistics + 8 * picks.count * index,
      picks.positions,
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
