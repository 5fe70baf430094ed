import { expAndSum, expLanes, largestLane, sumOfLanes } from './lanes';
import { outerAdd, product } from './product';

/** Weights of attention below this give no gradient. */
const leastWeight: f32 = 1e-25;

/** Rows that the backward pass takes at once. */
const block: i32 = 8;

/**
 * Causal attention of one head for `rows` queries. They stand at positions `first`, `first` + 1, …, or where `positions`
 * is not 0, at the 32-bit positions it points to, in ascending order. Position p sees keys 0 … p.
 * Score: q·k × scale − slope × distance. `keys` is transposed (headWidth × keyStride, keyStride a multiple of 8 that
 * holds every position rounded up to 8); `values` has one row a position. `scratch` holds 4 × keyStride numbers.
 * Writes to `statistics`, two numbers a row, the largest score and 1 / Σ exp(score − largest).
 */
export function attend(
  rows: i32,
  first: i32,
  headWidth: i32,
  queries: usize,
  queryStride: i32,
  keys: usize,
  keyStride: i32,
  values: usize,
  valueStride: i32,
  out: usize,
  outStride: i32,
  scale: f32,
  slope: f32,
  scratch: usize,
  statistics: usize,
  positions: usize,
): void {
  for (let row = 0; row < rows; row += 4) {
    const count = min(4, rows - row);
    const seen = positionOf(row + count - 1, first, positions) + 1;
    const columns = (seen + 7) & ~7;
    product(count, headWidth, columns, queries, queryStride, keys, keyStride, scratch, columns, false);
    for (let index = 0; index < count; index++)
      weigh(
        scratch + ((<usize>(index * columns)) << 2),
        columns,
        positionOf(row + index, first, positions),
        scale,
        slope,
        statistics + ((<usize>index) << 3),
      );
    const far = zeroColumns(count, columns, scratch);
    product(
      count,
      seen - far,
      headWidth,
      scratch + ((<usize>far) << 2),
      columns,
      values + ((<usize>(far * valueStride)) << 2),
      valueStride,
      out,
      outStride,
      false,
    );
    for (let index = 0; index < count; index++) {
      const inverse = v128.load32_splat(statistics + ((<usize>index) << 3), 4);
      const from = out + ((<usize>(index * outStride)) << 2);
      for (let at = from; at < from + ((<usize>headWidth) << 2); at += 16)
        v128.store(at, f32x4.mul(v128.load(at), inverse));
    }
    queries += (<usize>queryStride) << 4;
    out += (<usize>outStride) << 4;
    statistics += 32;
  }
}

/**
 * How many columns at the left, a multiple of 4, are 0 in every row: keys so far away that their weight vanishes. Sums
 * without them have the same bits.
 */
function zeroColumns(rows: i32, columns: i32, matrix: usize): i32 {
  const step = (<usize>columns) << 2;
  const end = matrix + <usize>rows * step;
  for (let column = 0; column < columns; column += 4) {
    let any = f32x4.splat(0);
    for (let at = matrix + ((<usize>column) << 2); at < end; at += step) any = v128.or(any, v128.load(at));
    if (v128.any_true(any)) return column;
  }
  return columns;
}

function positionOf(row: i32, first: i32, positions: usize): i32 {
  return positions ? load<i32>(positions + ((<usize>row) << 2)) : first + row;
}

/** Turns the products q·k of one row into exp(score − largest), 0 beyond `position`. */
function weigh(row: usize, columns: i32, position: i32, scale: f32, slope: f32, statistics: usize): void {
  const end = row + ((<usize>columns) << 2);
  const largest = score(row, end, position, scale, slope);
  store<f32>(statistics, largest);
  store<f32>(statistics, 1 / expAndSum(row, end, largest), 4);
}

/** Turns products q·k into scores, −∞ beyond `position`; returns the largest. */
function score(row: usize, end: usize, position: i32, scale: f32, slope: f32): f32 {
  const slopes = f32x4.splat(slope);
  const scales = f32x4.splat(scale);
  const whole = row + ((<usize>((position + 1) & ~3)) << 2);
  let distance = f32x4.sub(f32x4(0, 1, 2, 3), f32x4.splat(<f32>position));
  let lanes = f32x4.splat(-Infinity);
  for (; row < whole; row += 16) {
    const value = f32x4.add(f32x4.mul(v128.load(row), scales), f32x4.mul(slopes, distance));
    lanes = f32x4.pmax(lanes, value);
    v128.store(row, value);
    distance = f32x4.add(distance, f32x4.splat(4));
  }
  for (; row < end; row += 16) {
    const value = f32x4.add(f32x4.mul(v128.load(row), scales), f32x4.mul(slopes, distance));
    const masked = v128.bitselect(value, f32x4.splat(-Infinity), f32x4.le(distance, f32x4.splat(0)));
    lanes = f32x4.pmax(lanes, masked);
    v128.store(row, masked);
    distance = f32x4.add(distance, f32x4.splat(4));
  }
  return largestLane(lanes);
}

/**
 * Gradients of one head, for queries at positions `first`, `first` + 1, … or at `positions`, as `attend` takes them. Adds to the key
 * and value gradients; writes the query gradients. Queries and their gradients share one stride, keys and the gradients
 * of keys and values another; `keysTransposed` and `valuesTransposed` are headWidth × columnStride; `statistics` are
 * those that `attend` wrote; `scratch` holds 16 × columnStride numbers.
 */
export function attendBackward(
  rows: i32,
  first: i32,
  headWidth: i32,
  queries: usize,
  queryGradient: usize,
  queryStride: i32,
  keys: usize,
  keyGradient: usize,
  valueGradient: usize,
  keyStride: i32,
  keysTransposed: usize,
  valuesTransposed: usize,
  columnStride: i32,
  out: usize,
  outGradient: usize,
  outStride: i32,
  scale: f32,
  slope: f32,
  statistics: usize,
  scratch: usize,
  positions: usize,
): void {
  const slopes = scratch + ((<usize>(block * columnStride)) << 2);
  for (let row = 0; row < rows; row += block) {
    const count = min(block, rows - row);
    const seen = positionOf(row + count - 1, first, positions) + 1;
    const columns = (seen + 7) & ~7;
    product(count, headWidth, columns, queries, queryStride, keysTransposed, columnStride, scratch, columns, false);
    product(count, headWidth, columns, outGradient, outStride, valuesTransposed, columnStride, slopes, columns, false);
    for (let index = 0; index < count; index++) {
      const skip = (<usize>(index * outStride)) << 2;
      weighBackward(
        scratch + ((<usize>(index * columns)) << 2),
        slopes + ((<usize>(index * columns)) << 2),
        columns,
        positionOf(row + index, first, positions),
        scale,
        slope,
        statistics + ((<usize>index) << 3),
        dot(out + skip, outGradient + skip, headWidth),
      );
    }
    const far = zeroColumns(count, columns, scratch);
    const near = seen - far;
    const skip = (<usize>far) << 2;
    const past = (<usize>(far * keyStride)) << 2;
    product(count, near, headWidth, slopes + skip, columns, keys + past, keyStride, queryGradient, queryStride, false);
    outerAdd(count, near, headWidth, slopes + skip, columns, queries, queryStride, keyGradient + past, keyStride);
    outerAdd(count, near, headWidth, scratch + skip, columns, outGradient, outStride, valueGradient + past, keyStride);
    queries += (<usize>(block * queryStride)) << 2;
    queryGradient += (<usize>(block * queryStride)) << 2;
    out += (<usize>(block * outStride)) << 2;
    outGradient += (<usize>(block * outStride)) << 2;
    statistics += (<usize>block) << 3;
  }
}

/**
 * Turns products q·k into weights p, and p's gradients into those of q·k: p × (dp − Σ p·dp) × scale. Weights too small to
 * tell in a sum count as 0: products of them would be subnormal, which processors take a hundred times longer for.
 */
function weighBackward(
  weights: usize,
  gradients: usize,
  columns: i32,
  position: i32,
  scale: f32,
  slope: f32,
  statistics: usize,
  mean: f32,
): void {
  const end = weights + ((<usize>columns) << 2);
  const whole = weights + ((<usize>((position + 1) & ~3)) << 2);
  const largest = v128.load32_splat(statistics);
  const inverse = v128.load32_splat(statistics, 4);
  const scales = f32x4.splat(scale);
  const slopes = f32x4.splat(slope);
  const means = f32x4.splat(mean);
  const least = f32x4.splat(leastWeight);
  let distance = f32x4.sub(f32x4(0, 1, 2, 3), f32x4.splat(<f32>position));
  for (; weights < end; weights += 16, gradients += 16) {
    const value = f32x4.add(f32x4.mul(v128.load(weights), scales), f32x4.mul(slopes, distance));
    let weight = f32x4.mul(expLanes(f32x4.sub(value, largest)), inverse);
    weight = v128.and(weight, f32x4.gt(weight, least));
    if (weights >= whole) weight = v128.and(weight, f32x4.le(distance, f32x4.splat(0)));
    v128.store(weights, weight);
    v128.store(gradients, f32x4.mul(f32x4.mul(weight, f32x4.sub(v128.load(gradients), means)), scales));
    distance = f32x4.add(distance, f32x4.splat(4));
  }
}

function dot(a: usize, b: usize, length: i32): f32 {
  let sums = f32x4.splat(0);
  for (const end = a + ((<usize>length) << 2); a < end; a += 16, b += 16)
    sums = f32x4.add(sums, f32x4.mul(v128.load(a), v128.load(b)));
  return sumOfLanes(sums);
}
