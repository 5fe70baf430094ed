import { binary } from './kernels/binary.generated.ts';

/**
 * The functions of `kernels/`, which document them: addresses are bytes, counts and strides are numbers of 4 bytes.
 * Where a comment names a matrix `a`, `aStride` follows it.
 */
export interface Kernels {
  /** The address behind the kernels' own data, a multiple of 16; memory from there on is free. */
  firstFree(): number;
  /** C (m×n) = A (m×k) · B (k×n), or += with `add` ≠ 0. n: a multiple of 8. A row's bits do not depend on m. */
  product(
    m: number,
    k: number,
    n: number,
    a: number,
    aStride: number,
    b: number,
    bStride: number,
    c: number,
    cStride: number,
    add: number,
  ): void;
  /** C (k×n) += Aᵀ·B for A (m×k), B (m×n). n: a multiple of 8. */
  outerAdd(
    m: number,
    k: number,
    n: number,
    a: number,
    aStride: number,
    b: number,
    bStride: number,
    c: number,
    cStride: number,
  ): void;
  transpose(
    rows: number,
    columns: number,
    source: number,
    sourceStride: number,
    target: number,
    targetStride: number,
  ): void;
  /**
   * One head's causal attention for `rows` queries, in training (`first` 0) and over a cache alike. They stand at
   * positions `first`, `first` + 1, … or, where given, at the ascending 32-bit integers that `positions` points to.
   */
  attend(
    rows: number,
    first: number,
    headWidth: number,
    queries: number,
    queryStride: number,
    keysTransposed: number,
    keyStride: number,
    values: number,
    valueStride: number,
    out: number,
    outStride: number,
    scale: number,
    slope: number,
    scratch: number,
    statistics: number,
    positions?: number,
  ): void;
  attendBackward(
    rows: number,
    first: number,
    headWidth: number,
    queries: number,
    queryGradient: number,
    queryStride: number,
    keys: number,
    keyGradient: number,
    valueGradient: number,
    keyStride: number,
    keysTransposed: number,
    valuesTransposed: number,
    columnStride: number,
    out: number,
    outGradient: number,
    outStride: number,
    scale: number,
    slope: number,
    statistics: number,
    scratch: number,
    positions?: number,
  ): void;
  copyRows(
    rows: number,
    width: number,
    source: number,
    sourceStride: number,
    target: number,
    targetStride: number,
  ): void;
  /** Copies the rows that `rows` 32-bit indices name. */
  gather(rows: number, width: number, indices: number, source: number, target: number): void;
  /** Adds rows to those that the indices name. */
  scatterAdd(rows: number, width: number, indices: number, source: number, target: number): void;
  add(length: number, source: number, target: number): void;
  normalise(rows: number, width: number, x: number, gain: number, y: number, scales: number, epsilon: number): void;
  normaliseBackward(
    rows: number,
    width: number,
    x: number,
    gain: number,
    scales: number,
    yGradient: number,
    xGradient: number,
    gainGradient: number,
  ): void;
  relu(length: number, x: number): void;
  reluBackward(length: number, output: number, gradient: number): void;
  /** Embedding rows with token shift; `before`: how many ids lie before `tokens` in memory, up to 2 are used. */
  embed(rows: number, before: number, width: number, tokens: number, embedding: number, shift: number, x: number): void;
  embedBackward(
    rows: number,
    before: number,
    width: number,
    tokens: number,
    embedding: number,
    shift: number,
    xGradient: number,
    embeddingGradient: number,
    shiftGradient: number,
  ): void;
  /** Rows of logits × sharpness (1 / temperature) become probabilities, in place. */
  softmaxRows(rows: number, columns: number, logits: number, sharpness: number): void;
  /** Rows of logits become probabilities, in place; `out` gets each target's log-probability. */
  targetLogProbabilities(rows: number, columns: number, logits: number, targets: number, out: number): void;
  crossEntropyBackward(rows: number, columns: number, probabilities: number, targets: number, weights: number): void;
  sumOfSquares(length: number, x: number): number;
  adamStep(
    length: number,
    parameters: number,
    gradient: number,
    first: number,
    second: number,
    gradientScale: number,
    beta1: number,
    beta2: number,
    rate: number,
    epsilon: number,
  ): void;
}

let compiled: WebAssembly.Module | undefined;

/** The kernels over `memory`. Compiled once a thread, in about a millisecond, at the first call. */
export function loadKernels(memory: WebAssembly.Memory): Kernels {
  compiled ??= new WebAssembly.Module(Uint8Array.from(atob(binary), char => char.charCodeAt(0)));
  return new WebAssembly.Instance(compiled, { env: { memory } }).exports as unknown as Kernels;
}
