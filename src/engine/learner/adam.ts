import { HumanError } from '../problem.ts';
import { Arena } from './arena.ts';
import type { TrainerState } from './trainerState.ts';

export interface AdamOptions {
  /** Default 0.9. */
  readonly beta1?: number;
  /** Default 0.98. */
  readonly beta2?: number;
  /** Default 1e-8. */
  readonly epsilon?: number;
  /** The norm that a gradient is scaled down to where it is longer. Default: no limit. */
  readonly clip?: number;
}

/** Adam (Kingma & Ba 2015, algorithm 1) over the parameters of a trainer's state. */
export class Adam {
  readonly #state: TrainerState;
  readonly #options: Required<AdamOptions>;
  readonly #arena = new Arena();
  readonly #parameters: number;
  readonly #gradient: number;
  /** One of the gradients that are summed. */
  readonly #term: number;
  readonly #first: number;
  readonly #second: number;
  /** β₁ᵗ and β₂ᵗ for t steps done, by repeated multiplication: the host's power function may differ in its last bit. */
  #decay1 = 1;
  #decay2 = 1;

  constructor(state: TrainerState, options: AdamOptions = {}) {
    const { beta1 = 0.9, beta2 = 0.98, epsilon = 1e-8, clip = Infinity } = options;
    this.#state = state;
    this.#options = { beta1, beta2, epsilon, clip };
    const place = (part: Float32Array) => {
      const address = this.#arena.allocate(part.length);
      this.#arena.floats(address, part.length).set(part);
      return address;
    };
    this.#parameters = place(state.parameters);
    this.#gradient = place(new Float32Array(state.parameters.length));
    this.#term = this.#arena.allocate(state.parameters.length);
    this.#first = place(state.first);
    this.#second = place(state.second);
    for (let step = 0; step < state.step; step++) this.#decay();
  }

  /**
   * One step down the sum of the gradients, added in their order; advances the state. Returns the sum's norm before
   * clipping. Throws a HumanError, with the state unchanged, when the norm is not finite.
   */
  step(gradients: readonly Float32Array[], learningRate: number): number {
    const { beta1, beta2, epsilon, clip } = this.#options;
    const { kernels } = this.#arena;
    const state = this.#state;
    const { length } = state.parameters;
    this.#sum(gradients);
    const norm = Math.sqrt(kernels.sumOfSquares(length, this.#gradient));
    if (!Number.isFinite(norm))
      throw new HumanError(
        `Training diverged at step ${state.step + 1}: the gradient is not finite. Lower the learning rate.`,
      );
    this.#decay();
    const correction = Math.sqrt(1 - this.#decay2);
    kernels.adamStep(
      length,
      this.#parameters,
      this.#gradient,
      this.#first,
      this.#second,
      norm > clip ? clip / norm : 1,
      beta1,
      beta2,
      (learningRate * correction) / (1 - this.#decay1),
      epsilon * correction,
    );
    state.parameters.set(this.#arena.floats(this.#parameters, length));
    state.first.set(this.#arena.floats(this.#first, length));
    state.second.set(this.#arena.floats(this.#second, length));
    state.step++;
    return norm;
  }

  #sum(gradients: readonly Float32Array[]): void {
    const { length } = this.#state.parameters;
    this.#arena.floats(this.#gradient, length).fill(0);
    for (const gradient of gradients) {
      this.#arena.floats(this.#term, length).set(gradient);
      this.#arena.kernels.add(length, this.#term, this.#gradient);
    }
  }

  #decay(): void {
    this.#decay1 *= this.#options.beta1;
    this.#decay2 *= this.#options.beta2;
  }
}
