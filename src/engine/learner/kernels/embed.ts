/**
 * Embedding with token shift: x[i] = e[i] + shift₀ ∘ e[i−1] + shift₁ ∘ e[i−2]. `tokens` points at the first of `rows`
 * 32-bit ids; `before` says how many ids lie before it in memory (a sequence that goes on: 2; one that starts: 0).
 */
export function embed(
  rows: i32,
  before: i32,
  width: i32,
  tokens: usize,
  embedding: usize,
  shift: usize,
  x: usize,
): void {
  const step = (<usize>width) << 2;
  for (let row = 0; row < rows; row++) {
    const current = rowOf(embedding, tokens, row, step);
    const previous = row + before >= 1 ? rowOf(embedding, tokens, row - 1, step) : 0;
    const earlier = row + before >= 2 ? rowOf(embedding, tokens, row - 2, step) : 0;
    for (let at: usize = 0; at < step; at += 16) {
      let sum = v128.load(current + at);
      if (previous) sum = f32x4.add(sum, f32x4.mul(v128.load(shift + at), v128.load(previous + at)));
      if (earlier) sum = f32x4.add(sum, f32x4.mul(v128.load(shift + step + at), v128.load(earlier + at)));
      v128.store(x + at, sum);
    }
    x += step;
  }
}

/**
 * Adds the gradients of the embedding and of the shift, for rows as `embed` takes them. The tokens before the first row
 * get what they gave to these rows.
 */
export function embedBackward(
  rows: i32,
  before: i32,
  width: i32,
  tokens: usize,
  embedding: usize,
  shift: usize,
  xGradient: usize,
  embeddingGradient: usize,
  shiftGradient: usize,
): void {
  const step = (<usize>width) << 2;
  for (let row = -min(2, before); row < rows; row++) {
    const x = xGradient + <usize>row * step;
    const target = rowOf(embeddingGradient, tokens, row, step);
    const previous = row >= 0 && row + before >= 1 ? rowOf(embedding, tokens, row - 1, step) : 0;
    const earlier = row >= 0 && row + before >= 2 ? rowOf(embedding, tokens, row - 2, step) : 0;
    for (let at: usize = 0; at < step; at += 16) {
      const own = row >= 0 ? v128.load(x + at) : f32x4.splat(0);
      let sum = own;
      if (row >= -1 && row + 1 < rows)
        sum = f32x4.add(sum, f32x4.mul(v128.load(shift + at), v128.load(x + step + at)));
      if (row + 2 < rows)
        sum = f32x4.add(sum, f32x4.mul(v128.load(shift + step + at), v128.load(x + 2 * step + at)));
      v128.store(target + at, f32x4.add(v128.load(target + at), sum));
      if (previous) addProduct(shiftGradient + at, own, v128.load(previous + at));
      if (earlier) addProduct(shiftGradient + step + at, own, v128.load(earlier + at));
    }
  }
}

function rowOf(matrix: usize, tokens: usize, index: i32, step: usize): usize {
  return matrix + <usize>load<i32>(tokens + ((<usize>index) << 2)) * step;
}

function addProduct(target: usize, x: v128, y: v128): void {
  v128.store(target, f32x4.add(v128.load(target), f32x4.mul(x, y)));
}
