import { log } from './elementary';
import { expAndSum, largestLane } from './lanes';

/** Turns each row of logits × `sharpness` (1 / temperature) into probabilities, in place. Columns: a multiple of 4. */
export function softmaxRows(rows: i32, columns: i32, logits: usize, sharpness: f32): void {
  for (let row = 0; row < rows; row++) {
    softmaxRow(columns, logits, sharpness);
    logits += (<usize>columns) << 2;
  }
}

/**
 * Turns each row of logits into probabilities, in place, and writes the log-probability of its target, a 32-bit id.
 * The log-probability comes from the logits, not from the rounded probability.
 */
export function targetLogProbabilities(rows: i32, columns: i32, logits: usize, targets: usize, out: usize): void {
  for (let row = 0; row < rows; row++) {
    const target = load<f32>(logits + ((<usize>load<i32>(targets)) << 2));
    const logSum = softmaxRow(columns, logits, 1);
    store<f32>(out, <f32>(<f64>target - logSum));
    logits += (<usize>columns) << 2;
    targets += 4;
    out += 4;
  }
}

/** Turns probabilities into the gradient of Σ −weight × log-probability of the target: weight × (p − onehot), in place. */
export function crossEntropyBackward(
  rows: i32,
  columns: i32,
  probabilities: usize,
  targets: usize,
  weights: usize,
): void {
  const step = (<usize>columns) << 2;
  for (let row = 0; row < rows; row++) {
    const target = probabilities + ((<usize>load<i32>(targets)) << 2);
    store<f32>(target, load<f32>(target) - 1);
    const weight = v128.load32_splat(weights);
    for (let at = probabilities; at < probabilities + step; at += 16) v128.store(at, f32x4.mul(v128.load(at), weight));
    probabilities += step;
    targets += 4;
    weights += 4;
  }
}

/** Softmax of one row in place; returns log Σ exp(logit × sharpness). */
function softmaxRow(columns: i32, row: usize, sharpness: f32): f64 {
  const end = row + ((<usize>columns) << 2);
  const factor = f32x4.splat(sharpness);
  let lanes = f32x4.splat(-Infinity);
  for (let at = row; at < end; at += 16) {
    const score = f32x4.mul(v128.load(at), factor);
    v128.store(at, score);
    lanes = f32x4.pmax(lanes, score);
  }
  const largest = largestLane(lanes);
  const sum = expAndSum(row, end, largest);
  const inverse = f32x4.splat(1 / sum);
  for (let at = row; at < end; at += 16) v128.store(at, f32x4.mul(v128.load(at), inverse));
  return <f64>largest + log(<f64>sum);
}
