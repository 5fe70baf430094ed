import { type Kernels, loadKernels } from './kernels.ts';

const pageBytes = 65_536;

/**
 * The memory that kernels work in: a stack of buffers of 4-byte numbers, named by their byte address. It grows when
 * needed and is freed as a whole with the arena.
 */
export class Arena {
  readonly kernels: Kernels;
  readonly #memory = new WebAssembly.Memory({ initial: 1 });
  #top: number;

  constructor() {
    this.kernels = loadKernels(this.#memory);
    this.#top = this.kernels.firstFree();
  }

  /** The address of `length` new numbers, aligned to 16 bytes, of undefined content. Throws a RangeError when memory ends. */
  allocate(length: number): number {
    const address = this.#top;
    this.#top = address + Math.ceil(length / 4) * 16;
    const missing = this.#top - this.#memory.buffer.byteLength;
    if (missing > 0) this.#memory.grow(Math.ceil(missing / pageBytes));
    return address;
  }

  /** Runs `work` and takes back everything it allocated. */
  borrow<T>(work: () => T): T {
    const top = this.#top;
    try {
      return work();
    } finally {
      this.#top = top;
    }
  }

  /** A view of `length` numbers; valid until the next allocation. */
  floats(address: number, length: number): Float32Array<ArrayBuffer> {
    return new Float32Array(this.#memory.buffer as ArrayBuffer, address, length);
  }

  /** A view of `length` 32-bit integers; valid until the next allocation. */
  integers(address: number, length: number): Int32Array<ArrayBuffer> {
    return new Int32Array(this.#memory.buffer as ArrayBuffer, address, length);
  }

  /** Bytes of memory held. */
  get bytes(): number {
    return this.#memory.buffer.byteLength;
  }
}
