import type { Random } from '../random.ts';

/**
 * Sizes of the decoder. Every tensor is row-major float32. `vocabulary`, `width` and `hidden` are multiples of 8, and
 * so is the width of a head, because the kernels work on eight columns at a time.
 */
export interface ModelShape {
  /** Rows of the embedding: the number of words, padded up to a multiple of 8. */
  readonly vocabulary: number;
  /** d, the width of the residual stream. */
  readonly width: number;
  readonly layers: number;
  /** Width of the perceptron between its two matrices. */
  readonly hidden: number;
  /** One ALiBi slope a head, ≥ 0: the score of a key falls by slope × distance. Their number is the number of heads. */
  readonly slopes: readonly number[];
}

/** A named matrix inside the parameter array: `rows × columns` numbers from `offset`. A vector has one row. */
export interface Tensor {
  readonly name: string;
  /** In numbers, not bytes. */
  readonly offset: number;
  readonly rows: number;
  readonly columns: number;
}

/** The parameters of one layer. A row vector x is multiplied from the left: x·W. */
export interface LayerTensors {
  /** Gain of the norm before attention: 1 × d. */
  readonly attentionNorm: Tensor;
  /** d × 3d: queries, then keys, then values; within each, the heads side by side. */
  readonly queryKeyValue: Tensor;
  /** d × d. */
  readonly attentionOut: Tensor;
  /** Gain of the norm before the perceptron: 1 × d. */
  readonly hiddenNorm: Tensor;
  /** d × hidden. */
  readonly hiddenIn: Tensor;
  /** hidden × d. */
  readonly hiddenOut: Tensor;
}

/**
 * The forward pass, for token ids t₀ … tₙ of one sequence; `norm` is RMSNorm with its gain, heads are blocks of columns:
 *
 *     e = embedding[t]                       x[i] = e[i] + shift₀ ∘ e[i−1] + shift₁ ∘ e[i−2]      (absent: 0)
 *     per layer:  q, k, v = norm(x)·queryKeyValue
 *                 score[i][j] = q[i]·k[j] / √headWidth − slope × (i − j)      for j ≤ i
 *                 x += softmax(score)·v · attentionOut                        heads side by side
 *                 x += relu(norm(x)·hiddenIn)·hiddenOut
 *     logits = norm(x)·embeddingᵀ            log-probability of t[i+1] = log softmax(logits[i])[t[i+1]]
 *
 * There are no biases and no position embedding. Every number is float32; sums run in ascending order of the summed
 * index, so a row of a matrix product has the same bits whatever rows stand beside it.
 *
 * This is where each tensor lies in the one array that holds all parameters.
 */
export interface ParameterLayout {
  /** vocabulary × d; also the output matrix (tied). */
  readonly embedding: Tensor;
  /** 2 × d: the gains of the previous token and of the one before it. */
  readonly shift: Tensor;
  readonly layers: readonly LayerTensors[];
  /** Gain of the last norm: 1 × d. */
  readonly finalNorm: Tensor;
  /** All tensors in the order of their offsets. */
  readonly tensors: readonly Tensor[];
  /** Length of the parameter array, in numbers. */
  readonly length: number;
}

/** The ε of every RMSNorm: y = gain ∘ x / √(mean(x²) + ε). */
export const normEpsilon = 1e-5;

/** Columns of one head. */
export function headWidth(shape: ModelShape): number {
  return shape.width / shape.slopes.length;
}

/** The smallest number of rows that holds `words` words and suits the kernels. */
export function paddedVocabulary(words: number): number {
  return Math.ceil(words / 8) * 8;
}

/** The shape that plays our own worlds: 71,104 parameters with a vocabulary of 80. */
export function defaultShape(words: number): ModelShape {
  return {
    vocabulary: paddedVocabulary(words),
    width: 64,
    layers: 2,
    hidden: 128,
    slopes: [0.5, 0.125, 0.03, 0],
  };
}

/** What is wrong with a shape, or undefined when the kernels can run it. */
export function shapeProblem(shape: ModelShape): string | undefined {
  const wrong = (['vocabulary', 'width', 'hidden'] as const).find(name => !(shape[name] > 0 && shape[name] % 8 === 0));
  if (wrong !== undefined) return `${wrong} must be a positive multiple of 8, not ${shape[wrong]}`;
  if (!Number.isInteger(shape.layers) || shape.layers < 1)
    return `layers must be a whole number ≥ 1, not ${shape.layers}`;
  if (shape.slopes.length === 0 || headWidth(shape) % 8 !== 0)
    return `width ${shape.width} divided by ${shape.slopes.length} heads must be a multiple of 8`;
  if (!shape.slopes.every(slope => Number.isFinite(slope) && slope >= 0)) return 'slopes must be finite and ≥ 0';
  return undefined;
}

/** Where the parameters of `shape` lie; throws a RangeError for a shape that the kernels cannot run. */
export function parameterLayout(shape: ModelShape): ParameterLayout {
  const problem = shapeProblem(shape);
  if (problem !== undefined) throw new RangeError(`Model shape: ${problem}.`);
  const { vocabulary, width, hidden } = shape;
  const tensors: Tensor[] = [];
  let length = 0;
  const place = (name: string, rows: number, columns: number): Tensor => {
    const tensor = { name, offset: length, rows, columns };
    tensors.push(tensor);
    length += rows * columns;
    return tensor;
  };
  const embedding = place('embedding', vocabulary, width);
  const shift = place('shift', 2, width);
  const layers = Array.from({ length: shape.layers }, (_, layer) => ({
    attentionNorm: place(`layers.${layer}.attentionNorm`, 1, width),
    queryKeyValue: place(`layers.${layer}.queryKeyValue`, width, 3 * width),
    attentionOut: place(`layers.${layer}.attentionOut`, width, width),
    hiddenNorm: place(`layers.${layer}.hiddenNorm`, 1, width),
    hiddenIn: place(`layers.${layer}.hiddenIn`, width, hidden),
    hiddenOut: place(`layers.${layer}.hiddenOut`, hidden, width),
  }));
  const finalNorm = place('finalNorm', 1, width);
  return { embedding, shift, layers, finalNorm, tensors, length };
}

/**
 * Fresh parameters. Matrices are uniform with variance 1 / rows (the embedding: 1 / d); those that write into the
 * residual stream are smaller by 2√(2 × layers): of 0, ¼, ½, 1 and 2 times 1 / √(2 × layers), ½ learnt our own world
 * fastest. Gains are 1; the token shift starts at 0.
 */
export function initialise(shape: ModelShape, random: Random): Float32Array {
  const layout = parameterLayout(shape);
  const parameters = new Float32Array(layout.length);
  const fill = ({ offset, rows, columns }: Tensor, deviation: number) => {
    const bound = Math.sqrt(3) * deviation;
    for (let index = offset; index < offset + rows * columns; index++)
      parameters[index] = bound * (2 * random.uniform() - 1);
  };
  const ones = ({ offset, columns }: Tensor) => parameters.fill(1, offset, offset + columns);
  const residual = 0.5 / Math.sqrt(2 * shape.layers);
  fill(layout.embedding, 1 / Math.sqrt(shape.width));
  for (const layer of layout.layers) {
    ones(layer.attentionNorm);
    fill(layer.queryKeyValue, 1 / Math.sqrt(shape.width));
    fill(layer.attentionOut, residual / Math.sqrt(shape.width));
    ones(layer.hiddenNorm);
    fill(layer.hiddenIn, 1 / Math.sqrt(shape.width));
    fill(layer.hiddenOut, residual / Math.sqrt(shape.hidden));
  }
  ones(layout.finalNorm);
  return parameters;
}
