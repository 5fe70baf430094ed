import { type Activations, keyColumns, type LayerActivations } from './forward.ts';
import { headWidth, type LayerTensors, type Tensor } from './model.ts';
import type { Weights } from './weights.ts';

/** Rows of queries that the kernel `attendBackward` holds at once, twice over. */
const scratchRows = 32;

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
   * Adds the gradient of Σ −weight[i] × log-probability of token i + 1 over the rows of one forward pass. Uses up the
   * activations' probabilities.
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
    const { rows, tokens, probabilities, lastOut } = activations;
    const factors = arena.allocate(rows);
    const x = arena.allocate(rows * width);
    const normed = arena.allocate(rows * width);
    arena.floats(factors, rows).set(rowWeights);
    arena.floats(x, rows * width).fill(0);
    kernels.crossEntropyBackward(rows, vocabulary, probabilities, tokens + 4, factors);
    const embedding = this.#at(layout.embedding);
    kernels.outerAdd(rows, vocabulary, width, probabilities, vocabulary, lastOut, width, embedding, width);
    const words = weights.at(layout.embedding);
    kernels.product(rows, vocabulary, width, probabilities, vocabulary, words, width, normed, width, 0);
    const { last, lastScales } = activations;
    this.#normalise(layout.finalNorm, rows, last, lastScales, normed, x);
    for (const [index, layer] of [...activations.layers.entries()].reverse()) {
      const tensors = layout.layers[index]!;
      this.#perceptron(tensors, layer, rows, x, normed);
      this.#attention(tensors, layer, rows, x, normed);
    }
    const [shift, shiftGradient] = [weights.at(layout.shift), this.#at(layout.shift)];
    kernels.embedBackward(rows, width, tokens, words, shift, x, embedding, shiftGradient);
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

  #perceptron(tensors: LayerTensors, layer: LayerActivations, rows: number, x: number, normed: number): void {
    const { arena, shape } = this.#weights;
    arena.borrow(() => {
      const hidden = arena.allocate(rows * shape.hidden);
      this.#multiply(tensors.hiddenOut, rows, layer.hidden, x, hidden);
      arena.kernels.reluBackward(rows * shape.hidden, layer.hidden, hidden);
      this.#multiply(tensors.hiddenIn, rows, layer.hiddenIn, hidden, normed);
    });
    this.#normalise(tensors.hiddenNorm, rows, layer.middle, layer.hiddenScales, normed, x);
  }

  #attention(tensors: LayerTensors, layer: LayerActivations, rows: number, x: number, normed: number): void {
    const { arena, shape } = this.#weights;
    const { width } = shape;
    arena.borrow(() => {
      const attended = arena.allocate(rows * width);
      const queryKeyValue = arena.allocate(rows * 3 * width);
      this.#multiply(tensors.attentionOut, rows, layer.attended, x, attended);
      arena.floats(queryKeyValue, rows * 3 * width).fill(0);
      this.#heads(layer, rows, attended, queryKeyValue);
      this.#multiply(tensors.queryKeyValue, rows, layer.attentionIn, queryKeyValue, normed);
    });
    this.#normalise(tensors.attentionNorm, rows, layer.x, layer.attentionScales, normed, x);
  }

  #heads(layer: LayerActivations, rows: number, attended: number, gradients: number): void {
    const { arena, shape } = this.#weights;
    const { kernels } = arena;
    const { width, slopes } = shape;
    const head = headWidth(shape);
    const columns = keyColumns(rows);
    const keys = arena.allocate(head * columns);
    const values = arena.allocate(head * columns);
    const scratch = arena.allocate(scratchRows * columns);
    for (const [index, slope] of slopes.entries()) {
      const skip = 4 * index * head;
      const [query, gradient] = [layer.queryKeyValue + skip, gradients + skip];
      const [key, value] = [query + 4 * width, query + 8 * width];
      kernels.transpose(rows, head, key, 3 * width, keys, columns);
      kernels.transpose(rows, head, value, 3 * width, values, columns);
      kernels.attendBackward(
        rows,
        head,
        3 * width,
        query,
        key,
        gradient,
        gradient + 4 * width,
        gradient + 8 * width,
        keys,
        values,
        columns,
        layer.attended + skip,
        attended + skip,
        width,
        1 / Math.sqrt(head),
        slope,
        layer.statistics + 8 * rows * index,
        scratch,
      );
    }
  }
}

/** The matrices that the backward pass multiplies by from the other side. */
function matrices({ layout }: Weights): readonly Tensor[] {
  return layout.layers.flatMap(layer => [layer.queryKeyValue, layer.attentionOut, layer.hiddenIn, layer.hiddenOut]);
}
