import type { Arena } from './arena.ts';
import { type ModelShape, type ParameterLayout, parameterLayout, type Tensor } from './model.ts';

/** A model's parameters inside an arena, where the kernels can read them. Trainer and decoder both stand on it. */
export class Weights {
  readonly shape: ModelShape;
  readonly layout: ParameterLayout;
  readonly arena: Arena;
  /** Address of embeddingᵀ (d × vocabulary), the matrix that turns the last norm's rows into logits. */
  readonly output: number;
  readonly #address: number;

  /** Throws a RangeError for a shape that the kernels cannot run. The content is undefined until `load`. */
  constructor(shape: ModelShape, arena: Arena) {
    this.shape = shape;
    this.layout = parameterLayout(shape);
    this.arena = arena;
    this.#address = arena.allocate(this.layout.length);
    this.output = arena.allocate(shape.width * shape.vocabulary);
  }

  /** Copies the parameters in. Throws a RangeError when their number is not the shape's. */
  load(parameters: Float32Array): void {
    const { layout, arena, shape } = this;
    if (parameters.length !== layout.length)
      throw new RangeError(`The model's shape has ${layout.length} parameters, but ${parameters.length} were given.`);
    arena.floats(this.#address, layout.length).set(parameters);
    const { vocabulary, width } = shape;
    arena.kernels.transpose(vocabulary, width, this.at(layout.embedding), width, this.output, vocabulary);
  }

  /** The address of a tensor's first number. */
  at(tensor: Tensor): number {
    return this.#address + 4 * tensor.offset;
  }
}
