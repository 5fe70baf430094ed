import type { Arena } from './arena.ts';
import type { ModelShape } from './model.ts';

/** A text being decoded. */
export interface Stream {
  /** The tokens whose keys and values are cached. */
  readonly tokens: number[];
  /** Where they are cached; undefined before the first. */
  region?: Region;
}

/** Memory for `capacity` tokens: per layer the transposed keys (d × stride), then the values (capacity × d). */
interface Region {
  readonly address: number;
  readonly capacity: number;
}

const leastCapacity = 128;

/**
 * Keys and values of many streams in one arena. A stream's memory doubles as it grows, so that rows of transposed keys
 * lie as close together as they can: decoding is bound by how much memory it touches.
 */
export class Cache {
  readonly #arena: Arena;
  readonly #shape: ModelShape;
  /** By capacity, the addresses of regions that nobody uses. */
  readonly #free = new Map<number, number[]>();

  constructor(arena: Arena, shape: ModelShape) {
    this.#arena = arena;
    this.#shape = shape;
  }

  /** Distance between rows of transposed keys: off the powers of two, at which rows would evict each other. */
  stride({ capacity }: Pick<Region, 'capacity'>): number {
    return capacity + 16;
  }

  /** The region of a stream, made large enough for `length` tokens; what it holds stays. */
  reserve(stream: Stream, length: number): Region {
    const { region } = stream;
    if (region && region.capacity >= length) return region;
    let capacity = leastCapacity;
    while (capacity < length) capacity *= 2;
    const address = this.#free.get(capacity)?.pop() ?? this.#arena.allocate(this.#size(capacity));
    const larger = { address, capacity };
    if (region) {
      this.#move(region, larger, stream.tokens.length);
      this.release(stream);
    }
    stream.region = larger;
    return larger;
  }

  /** Takes a stream's memory back. */
  release(stream: Stream): void {
    if (!stream.region) return;
    const { address, capacity } = stream.region;
    this.#free.set(capacity, [...(this.#free.get(capacity) ?? []), address]);
    delete stream.region;
  }

  /** Addresses of one layer's transposed keys and values. */
  layer(region: Region, layer: number): { readonly keys: number; readonly values: number } {
    const { width } = this.#shape;
    const keys = region.address + 4 * layer * width * (this.stride(region) + region.capacity);
    return { keys, values: keys + 4 * width * this.stride(region) };
  }

  #size(capacity: number): number {
    return this.#shape.layers * this.#shape.width * (this.stride({ capacity }) + capacity);
  }

  #move(from: Region, to: Region, tokens: number): void {
    const { layers, width } = this.#shape;
    for (let layer = 0; layer < layers; layer++) {
      const [source, target] = [this.layer(from, layer), this.layer(to, layer)];
      for (let row = 0; row < width; row++)
        copyNumbers(
          this.#arena,
          source.keys + 4 * row * this.stride(from),
          target.keys + 4 * row * this.stride(to),
          tokens,
        );
      copyNumbers(this.#arena, source.values, target.values, tokens * width);
    }
  }
}

/** Copies numbers from one address to another. */
export function copyNumbers(arena: Arena, from: number, to: number, length: number): void {
  arena.floats(0, arena.bytes / 4).copyWithin(to / 4, from / 4, from / 4 + length);
}
