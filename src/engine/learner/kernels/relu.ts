/** x = max(x, 0) on `length` numbers, a multiple of 4. */
export function relu(length: i32, x: usize): void {
  const end = x + ((<usize>length) << 2);
  for (; x < end; x += 16) v128.store(x, f32x4.pmax(v128.load(x), f32x4.splat(0)));
}

/** Clears the gradient wherever the output of `relu` is 0. */
export function reluBackward(length: i32, output: usize, gradient: usize): void {
  const end = output + ((<usize>length) << 2);
  for (; output < end; output += 16, gradient += 16)
    v128.store(gradient, v128.and(v128.load(gradient), f32x4.gt(v128.load(output), f32x4.splat(0))));
}
