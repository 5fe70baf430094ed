import { sumOfLanes } from './lanes';

/**
 * RMSNorm of each row: y = gain ∘ x × s with s = 1 / √(mean(x²) + ε). Writes s of each row to `scales`.
 * Width is a multiple of 4; rows are dense.
 */
export function normalise(rows: i32, width: i32, x: usize, gain: usize, y: usize, scales: usize, epsilon: f32): void {
  const step = (<usize>width) << 2;
  for (let row = 0; row < rows; row++) {
    let squares = f32x4.splat(0);
    for (let at: usize = 0; at < step; at += 16) {
      const value = v128.load(x + at);
      squares = f32x4.add(squares, f32x4.mul(value, value));
    }
    const scale: f32 = 1 / sqrt<f32>(sumOfLanes(squares) / <f32>width + epsilon);
    store<f32>(scales, scale);
    const scaleLanes = f32x4.splat(scale);
    for (let at: usize = 0; at < step; at += 16)
      v128.store(y + at, f32x4.mul(f32x4.mul(v128.load(x + at), scaleLanes), v128.load(gain + at)));
    x += step;
    y += step;
    scales += 4;
  }
}

/** Adds to `gainGradient` the gradient of the gain, and to `xGradient` that of x = s·gain∘dy − x·s³·mean(gain∘dy∘x). */
export function normaliseBackward(
  rows: i32,
  width: i32,
  x: usize,
  gain: usize,
  scales: usize,
  yGradient: usize,
  xGradient: usize,
  gainGradient: usize,
): void {
  const step = (<usize>width) << 2;
  for (let row = 0; row < rows; row++) {
    const scale = load<f32>(scales);
    const scaleLanes = f32x4.splat(scale);
    let dot = f32x4.splat(0);
    for (let at: usize = 0; at < step; at += 16) {
      const product = f32x4.mul(v128.load(x + at), v128.load(yGradient + at));
      v128.store(gainGradient + at, f32x4.add(v128.load(gainGradient + at), f32x4.mul(product, scaleLanes)));
      dot = f32x4.add(dot, f32x4.mul(product, v128.load(gain + at)));
    }
    const along = f32x4.splat((scale * scale * scale * sumOfLanes(dot)) / <f32>width);
    for (let at: usize = 0; at < step; at += 16) {
      const direct = f32x4.mul(f32x4.mul(v128.load(yGradient + at), v128.load(gain + at)), scaleLanes);
      const through = f32x4.sub(direct, f32x4.mul(v128.load(x + at), along));
      v128.store(xGradient + at, f32x4.add(v128.load(xGradient + at), through));
    }
    x += step;
    yGradient += step;
    xGradient += step;
    scales += 4;
  }
}
