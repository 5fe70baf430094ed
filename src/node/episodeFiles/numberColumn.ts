type Numbers = Uint8Array | Uint16Array | Uint32Array | Float64Array;

interface Chunk {
  readonly values: Numbers;
  /** What stands for NaN among `values`. */
  readonly none: number;
}

const bits = 14;
const chunkRows = 1 << bits;

/**
 * A growing column of numbers that takes the room its values need: none while all are 0, then a byte, two, four or
 * eight each, a block of rows at a time. What was not set is 0; -0 may come back as 0.
 */
export class NumberColumn {
  readonly #chunks: (Chunk | undefined)[] = [];

  get(row: number): number {
    const chunk = this.#chunks[row >>> bits];
    if (!chunk) return 0;
    const value = chunk.values[row & (chunkRows - 1)]!;
    return value === chunk.none ? Number.NaN : value;
  }

  set(row: number, value: number): void {
    const index = row >>> bits;
    let chunk = this.#chunks[index];
    if (!chunk && value === 0) return;
    if (!chunk || !fits(value, chunk)) {
      chunk = widened(chunk, value);
      this.#chunks[index] = chunk;
    }
    chunk.values[row & (chunkRows - 1)] = Number.isNaN(value) ? chunk.none : value;
  }
}

function fits(value: number, { values, none }: Chunk): boolean {
  return (
    values instanceof Float64Array || Number.isNaN(value) || (value >= 0 && value < none && Number.isInteger(value))
  );
}

/** Room for one more value beside those of `chunk`. */
function widened(chunk: Chunk | undefined, value: number): Chunk {
  const room = emptyChunk(value);
  // A value that does not fit into a chunk needs wider numbers than the chunk has.
  chunk?.values.forEach((each, row) => {
    room.values[row] = each === chunk.none ? room.none : each;
  });
  return room;
}

function emptyChunk(value: number): Chunk {
  if (Number.isInteger(value) && value >= 0) {
    if (value < 0xff) return { values: new Uint8Array(chunkRows), none: 0xff };
    if (value < 0xffff) return { values: new Uint16Array(chunkRows), none: 0xffff };
    if (value < 0xffff_ffff) return { values: new Uint32Array(chunkRows), none: 0xffff_ffff };
  }
  if (Number.isNaN(value)) return { values: new Uint8Array(chunkRows), none: 0xff };
  return { values: new Float64Array(chunkRows), none: Number.NaN };
}
