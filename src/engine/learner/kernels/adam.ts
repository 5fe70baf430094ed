/** Σ x² of `length` numbers (a multiple of 4), summed in float64. */
export function sumOfSquares(length: i32, x: usize): f64 {
  const end = x + ((<usize>length) << 2);
  let low = f64x2.splat(0);
  let high = f64x2.splat(0);
  for (; x < end; x += 16) {
    const value = v128.load(x);
    const square = f32x4.mul(value, value);
    low = f64x2.add(low, f64x2.promote_low_f32x4(square));
    high = f64x2.add(high, f64x2.promote_low_f32x4(v128.shuffle<i64>(square, square, 1, 0)));
  }
  const sum = f64x2.add(low, high);
  return f64x2.extract_lane(sum, 0) + f64x2.extract_lane(sum, 1);
}

/**
 * One step of Adam (Kingma & Ba 2015, algorithm 1) on `length` numbers, a multiple of 4. The gradient is taken times
 * `gradientScale` (clipping); `rate` and `epsilon` already carry the bias corrections.
 */
export function adamStep(
  length: i32,
  parameters: usize,
  gradient: usize,
  first: usize,
  second: usize,
  gradientScale: f32,
  beta1: f32,
  beta2: f32,
  rate: f32,
  epsilon: f32,
): void {
  const end = parameters + ((<usize>length) << 2);
  const scale = f32x4.splat(gradientScale);
  const keep1 = f32x4.splat(beta1);
  const keep2 = f32x4.splat(beta2);
  const take1 = f32x4.splat(1 - beta1);
  const take2 = f32x4.splat(1 - beta2);
  for (; parameters < end; parameters += 16) {
    const slope = f32x4.mul(v128.load(gradient), scale);
    const mean = f32x4.add(f32x4.mul(keep1, v128.load(first)), f32x4.mul(take1, slope));
    const square = f32x4.add(f32x4.mul(keep2, v128.load(second)), f32x4.mul(take2, f32x4.mul(slope, slope)));
    v128.store(first, mean);
    v128.store(second, square);
    const step = f32x4.div(f32x4.mul(f32x4.splat(rate), mean), f32x4.add(f32x4.sqrt(square), f32x4.splat(epsilon)));
    v128.store(parameters, f32x4.sub(v128.load(parameters), step));
    gradient += 16;
    first += 16;
    second += 16;
  }
}
