import {
  type Activations,
  keyColumns,
  type LayerActivations,
  type LayerPass,
  type PickedStrand,
  strandAddresses,
} from './forward.ts';
import { headWidth, type LayerTensors, type Tensor } from './model.ts';
import type { Passage } from './passage.ts';
import type { Weights } from './weights.ts';

/** Rows that the kernel `attendBackward` asks of its scratch. */
const scratchRows = 16;

/** The gradient of a loss with respect to every parameter, in the layout of the parameters. */
export class Gradient {
  readonly #weights: Weights;
  readonly #address: number;
  /** Address of each matrix's transpose, by the matrix's offset. */
  readonly #transposed = new Map<number, number>();

  constructor(weights: Weights) {
    this.#weights = weights;
    const { arena, layout } = weights;
    this.#address = arena.allocate(layout.length);
    for (const { offset, rows, columns } of matrices(weights))
      this.#transposed.set(offset, arena.allocate(rows * columns));
  }

  /** Sets the gradient to 0 and follows the weights: call it after every `load` of them. */
  clear(): void {
    const weights = this.#weights;
    const { arena } = weights;
    arena.floats(this.#address, weights.layout.length).fill(0);
    for (const tensor of matrices(weights)) {
      const { rows, columns, offset } = tensor;
      arena.kernels.transpose(rows, columns, weights.at(tensor), columns, this.#transposed.get(offset)!, rows);
    }
  }

  /** A copy. */
  read(): Float32Array<ArrayBuffer> {
    return this.#weights.arena.floats(this.#address, this.#weights.layout.length).slice();
  }

  /**
   * Adds the gradient of Σ −weight × log-probability over the wanted rows of one forward pass, one weight a row. Uses
   * up the activations' probabilities.
   */
  add(activations: Activations, rowWeights: Float32Array): void {
    this.#weights.arena.borrow(() => this.#backward(activations, rowWeights));
  }

  #at(tensor: Tensor): number {
    return this.#address + 4 * tensor.offset;
  }

  #backward(activations: Activations, rowWeights: Float32Array): void {
    const weights = this.#weights;
    const { arena, layout, shape } = weights;
    const { kernels } = arena;
    const { vocabulary, width } = shape;
    const { passage, probabilities, lastOut } = activations;
    const { rows, wanted, targets } = passage;
    const factors = arena.allocate(wanted);
    const normed = arena.allocate(rows * width);
    arena.floats(factors, wanted).set(rowWeights);
    kernels.crossEntropyBackward(wanted, vocabulary, probabilities, targets, factors);
    const [words, wordGradients] = [weights.at(layout.embedding), this.#at(layout.embedding)];
    kernels.outerAdd(wanted, vocabulary, width, probabilities, vocabulary, lastOut, width, wordGradients, width);
    kernels.product(wanted, vocabulary, width, probabilities, vocabulary, words, width, normed, width, 0);
    let x = this.#zeros(wanted * width);
    this.#normalise(layout.finalNorm, wanted, activations.last, activations.lastScales, normed, x);
    for (const [index, layer] of [...activations.layers.entries()].reverse()) {
      const tensors = layout.layers[index]!;
      this.#perceptron(tensors, layer, x, normed);
      x = this.#attention(tensors, { layer, passage }, x, normed);
    }
    const [shift, shiftGradient] = [weights.at(layout.shift), this.#at(layout.shift)];
    for (const { first, rows, shared, tokens } of passage.strands) {
      const from = x + 4 * width * first;
      kernels.embedBackward(rows, shared, width, tokens, words, shift, from, wordGradients, shiftGradient);
    }
  }

  #zeros(length: number): number {
    const { arena } = this.#weights;
    const address = arena.allocate(length);
    arena.floats(address, length).fill(0);
    return address;
  }

  /** Gradient of y = x·W given that of y: adds W's, writes x's. */
  #multiply(tensor: Tensor, rows: number, x: number, yGradient: number, xGradient: number): void {
    const { kernels } = this.#weights.arena;
    const { rows: inner, columns, offset } = tensor;
    kernels.outerAdd(rows, inner, columns, x, inner, yGradient, columns, this.#at(tensor), columns);
    const matrix = this.#transposed.get(offset)!;
    kernels.product(rows, columns, inner, yGradient, columns, matrix, inner, xGradient, inner, 0);
  }

  #normalise(gain: Tensor, rows: number, x: number, scales: number, yGradient: number, xGradient: number): void {
    const { kernels } = this.#weights.arena;
    const [from, to] = [this.#weights.at(gain), this.#at(gain)];
    kernels.normaliseBackward(rows, gain.columns, x, from, scales, yGradient, xGradient, to);
  }

  /** Turns the gradient of the layer's picked rows into that of `middle`, in place. */
  #perceptron(tensors: LayerTensors, layer: LayerActivations, x: number, normed: number): void {
    const { arena, shape } = this.#weights;
    const { picked } = layer;
    arena.borrow(() => {
      const hidden = arena.allocate(picked * shape.hidden);
      this.#multiply(tensors.hiddenOut, picked, layer.hidden, x, hidden);
      arena.kernels.reluBackward(picked * shape.hidden, layer.hidden, hidden);
      this.#multiply(tensors.hiddenIn, picked, layer.hiddenIn, hidden, normed);
    });
    this.#normalise(tensors.hiddenNorm, picked, layer.middle, layer.hiddenScales, normed, x);
  }

  /** Turns the gradient of `middle` into that of all the rows that entered the layer; returns its address. */
  #attention(tensors: LayerTensors, { layer, passage }: LayerPass, middle: number, normed: number): number {
    const { arena, shape } = this.#weights;
    const { width } = shape;
    const { rows, picked, indices } = layer;
    const x = indices === 0 ? middle : this.#zeros(rows * width);
    if (indices !== 0) arena.kernels.scatterAdd(picked, width, indices, middle, x);
    arena.borrow(() => {
      const attended = arena.allocate(picked * width);
      const query = arena.allocate(picked * width);
      const keyValue = this.#zeros(passage.keys * 2 * width);
      this.#multiply(tensors.attentionOut, picked, layer.attended, middle, attended);
      for (const [index, strand] of passage.strands.entries())
        arena.borrow(() =>
          this.#heads(layer, { ...strand, picks: layer.picks[index]! }, { attended, query, keyValue }),
        );
      this.#gatherStrands(passage, keyValue);
      this.#multiplyMixed(tensors.queryKeyValue, layer, query, keyValue, normed);
    });
    this.#normalise(tensors.attentionNorm, rows, layer.x, layer.attentionScales, normed, x);
    return x;
  }

  /** Adds the gradients of shared keys and values to those of the first strand, and closes the gaps they leave. */
  #gatherStrands({ strands }: Passage, keyValue: number): void {
    const { arena, shape } = this.#weights;
    const two = 2 * shape.width;
    for (const { first, rows, shared, keys } of strands.slice(1)) {
      const [copies, own] = [keyValue + 4 * two * keys, keyValue + 4 * two * (keys + shared)];
      arena.kernels.add(shared * two, copies, keyValue);
      arena.kernels.copyRows(rows, two, own, two, keyValue + 4 * two * first, two);
    }
  }

  /** As `#multiply`, for the matrix whose first d columns served the picked rows and whose others served all. */
  #multiplyMixed(tensor: Tensor, layer: LayerActivations, query: number, keyValue: number, xGradient: number): void {
    const { arena, shape } = this.#weights;
    const { kernels } = arena;
    const { width } = shape;
    const { rows, picked, indices, attentionIn, queryIn } = layer;
    const [to, matrix] = [this.#at(tensor), this.#transposed.get(tensor.offset)!];
    const other = matrix + 4 * width * width;
    kernels.outerAdd(picked, width, width, queryIn, width, query, width, to, 3 * width);
    kernels.outerAdd(rows, width, 2 * width, attentionIn, width, keyValue, 2 * width, to + 4 * width, 3 * width);
    kernels.product(rows, 2 * width, width, keyValue, 2 * width, other, width, xGradient, width, 0);
    if (indices === 0) {
      kernels.product(picked, width, width, query, width, matrix, width, xGradient, width, 1);
      return;
    }
    const part = arena.allocate(picked * width);
    kernels.product(picked, width, width, query, width, matrix, width, part, width, 0);
    kernels.scatterAdd(picked, width, indices, part, xGradient);
  }

  #heads(layer: LayerActivations, strand: PickedStrand, gradients: HeadGradients): void {
    const { arena, shape } = this.#weights;
    const { kernels } = arena;
    const { width, slopes } = shape;
    const { shared, rows, picks } = strand;
    const { query, keyValue, attended, statistics } = strandAddresses(shape, layer, strand);
    const to = strandAddresses(shape, { ...layer, ...gradients }, strand);
    const head = headWidth(shape);
    const columns = keyColumns(shared + rows);
    const keys = arena.allocate(head * columns);
    const values = arena.allocate(head * columns);
    const scratch = arena.allocate(scratchRows * columns);
    for (const [index, slope] of slopes.entries()) {
      const skip = 4 * index * head;
      const [key, gradient] = [keyValue + skip, to.keyValue + skip];
      kernels.transpose(shared + rows, head, key, 2 * width, keys, columns);
      kernels.transpose(shared + rows, head, key + 4 * width, 2 * width, values, columns);
      kernels.attendBackward(
        picks.count,
        shared,
        head,
        query + skip,
        to.query + skip,
        width,
        key,
        gradient,
        gradient + 4 * width,
        2 * width,
        keys,
        values,
        columns,
        attended + skip,
        to.attended + skip,
        width,
        1 / Math.sqrt(head),
        slope,
        statistics + 8 * picks.count * index,
        scratch,
        picks.positions,
      );
    }
  }
}

/** Addresses of gradients, laid out as the activations of the same names. */
type HeadGradients = Pick<LayerActivations, 'query' | 'keyValue' | 'attended'>;

/** The matrices that the backward pass multiplies by from the other side. */
function matrices({ layout }: Weights): readonly Tensor[] {
  return layout.layers.flatMap(layer => [layer.queryKeyValue, layer.attentionOut, layer.hiddenIn, layer.hiddenOut]);
}
