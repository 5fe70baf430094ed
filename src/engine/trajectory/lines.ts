/** One line of a byte stream. Lines tile the stream: each begins where the one before it ends. */
export interface Line {
  /** 1-based. */
  readonly line: number;
  /** Where the line begins, in bytes. */
  readonly offset: number;
  /** Bytes, the line's own end included. */
  readonly length: number;
  /** Exactly these bytes; undefined when the line is longer than the limit. Shares memory with the source's chunk. */
  readonly bytes: Uint8Array | undefined;
}

/** Lines longer than this many bytes are measured but not kept: 64 MiB, a thousand times a long episode. */
export const defaultLineLimit = 64 * 1024 * 1024;

const lineFeed = 0x0a;

/**
 * The lines of `source`, one batch a chunk, without decoding or parsing: an index of a file at memory speed. A line
 * ends after its line feed; the last one may lack it.
 */
export async function* lines(
  source: AsyncIterable<Uint8Array>,
  limit = defaultLineLimit,
): AsyncGenerator<readonly Line[], void, void> {
  let line = 0;
  let offset = 0;
  let begun: Uint8Array[] = [];
  let begunLength = 0;

  const finish = (rest: Uint8Array): Line => {
    const length = begunLength + rest.length;
    const bytes = length > limit ? undefined : begunLength === 0 ? rest : concatenated([...begun, rest], length);
    const finished = { line: ++line, offset, length, bytes };
    offset += length;
    begun = [];
    begunLength = 0;
    return finished;
  };

  for await (const chunk of source) {
    const batch: Line[] = [];
    let at = 0;
    for (let end = chunk.indexOf(lineFeed); end !== -1; end = chunk.indexOf(lineFeed, at)) {
      batch.push(finish(chunk.subarray(at, end + 1)));
      at = end + 1;
    }
    if (at < chunk.length) {
      begunLength += chunk.length - at;
      // A source may use its buffer again for the next chunk: what is carried over is copied.
      if (begunLength <= limit) begun.push(new Uint8Array(chunk.subarray(at)));
      else begun = [];
    }
    if (batch.length > 0) yield batch;
  }
  if (begunLength > 0) yield [finish(new Uint8Array())];
}

function concatenated(parts: readonly Uint8Array[], length: number): Uint8Array {
  const whole = new Uint8Array(length);
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
