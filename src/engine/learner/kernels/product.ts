/** Numbers that stay in a processor's nearest cache. */
const nearby: i32 = 8192;

/** C = A·B, or C += A·B where `add`. A is m×k, B k×n, C m×n; n is a multiple of 8. */
export function product(
  m: i32,
  k: i32,
  n: i32,
  a: usize,
  aStride: i32,
  b: usize,
  bStride: i32,
  c: usize,
  cStride: i32,
  add: bool,
): void {
  const aRow = (<usize>aStride) << 2;
  const bRow = (<usize>bStride) << 2;
  const cRow = (<usize>cStride) << 2;
  let row = 0;
  for (; row + 4 <= m; row += 4) {
    fourRows(k, n, a, aRow, b, bRow, c, cRow, add);
    a += aRow << 2;
    c += cRow << 2;
  }
  for (; row < m; row++) {
    oneRow(k, n, a, b, bRow, c, add);
    a += aRow;
    c += cRow;
  }
}

/** A block of 4 rows and 8 columns at a time: eight sums stay in registers. */
function fourRows(
  k: i32,
  n: i32,
  a: usize,
  aRow: usize,
  b: usize,
  bRow: usize,
  c: usize,
  cRow: usize,
  add: bool,
): void {
  const end = a + ((<usize>k) << 2);
  const right = b + ((<usize>n) << 2);
  for (; b < right; b += 32, c += 32) {
    let sum00 = f32x4.splat(0);
    let sum01 = sum00;
    let sum10 = sum00;
    let sum11 = sum00;
    let sum20 = sum00;
    let sum21 = sum00;
    let sum30 = sum00;
    let sum31 = sum00;
    let out = c;
    if (add) {
      sum00 = v128.load(out);
      sum01 = v128.load(out, 16);
      out += cRow;
      sum10 = v128.load(out);
      sum11 = v128.load(out, 16);
      out += cRow;
      sum20 = v128.load(out);
      sum21 = v128.load(out, 16);
      out += cRow;
      sum30 = v128.load(out);
      sum31 = v128.load(out, 16);
      out = c;
    }
    let a0 = a;
    let a1 = a0 + aRow;
    let a2 = a1 + aRow;
    let a3 = a2 + aRow;
    let from = b;
    while (a0 < end) {
      const b0 = v128.load(from);
      const b1 = v128.load(from, 16);
      let factor = v128.load32_splat(a0);
      sum00 = f32x4.add(sum00, f32x4.mul(factor, b0));
      sum01 = f32x4.add(sum01, f32x4.mul(factor, b1));
      factor = v128.load32_splat(a1);
      sum10 = f32x4.add(sum10, f32x4.mul(factor, b0));
      sum11 = f32x4.add(sum11, f32x4.mul(factor, b1));
      factor = v128.load32_splat(a2);
      sum20 = f32x4.add(sum20, f32x4.mul(factor, b0));
      sum21 = f32x4.add(sum21, f32x4.mul(factor, b1));
      factor = v128.load32_splat(a3);
      sum30 = f32x4.add(sum30, f32x4.mul(factor, b0));
      sum31 = f32x4.add(sum31, f32x4.mul(factor, b1));
      a0 += 4;
      a1 += 4;
      a2 += 4;
      a3 += 4;
      from += bRow;
    }
    v128.store(out, sum00);
    v128.store(out, sum01, 16);
    out += cRow;
    v128.store(out, sum10);
    v128.store(out, sum11, 16);
    out += cRow;
    v128.store(out, sum20);
    v128.store(out, sum21, 16);
    out += cRow;
    v128.store(out, sum30);
    v128.store(out, sum31, 16);
  }
}

/** The rows left over, and decoding: 16 columns at a time, then 8. */
function oneRow(k: i32, n: i32, a: usize, b: usize, bRow: usize, c: usize, add: bool): void {
  const end = a + ((<usize>k) << 2);
  const right = b + ((<usize>n) << 2);
  for (; b + 64 <= right; b += 64, c += 64) {
    let sum0 = add ? v128.load(c) : f32x4.splat(0);
    let sum1 = add ? v128.load(c, 16) : f32x4.splat(0);
    let sum2 = add ? v128.load(c, 32) : f32x4.splat(0);
    let sum3 = add ? v128.load(c, 48) : f32x4.splat(0);
    let from = b;
    for (let at = a; at < end; at += 4) {
      const factor = v128.load32_splat(at);
      sum0 = f32x4.add(sum0, f32x4.mul(factor, v128.load(from)));
      sum1 = f32x4.add(sum1, f32x4.mul(factor, v128.load(from, 16)));
      sum2 = f32x4.add(sum2, f32x4.mul(factor, v128.load(from, 32)));
      sum3 = f32x4.add(sum3, f32x4.mul(factor, v128.load(from, 48)));
      from += bRow;
    }
    v128.store(c, sum0);
    v128.store(c, sum1, 16);
    v128.store(c, sum2, 32);
    v128.store(c, sum3, 48);
  }
  if (b < right) {
    let sum0 = add ? v128.load(c) : f32x4.splat(0);
    let sum1 = add ? v128.load(c, 16) : f32x4.splat(0);
    let from = b;
    for (let at = a; at < end; at += 4) {
      const factor = v128.load32_splat(at);
      sum0 = f32x4.add(sum0, f32x4.mul(factor, v128.load(from)));
      sum1 = f32x4.add(sum1, f32x4.mul(factor, v128.load(from, 16)));
      from += bRow;
    }
    v128.store(c, sum0);
    v128.store(c, sum1, 16);
  }
}

/**
 * C += Aᵀ·B, the gradient of a matrix. A is m×k, B m×n, C k×n; n is a multiple of 8. As many rows are taken at a time
 * as stay near; the sums have the same bits.
 */
export function outerAdd(
  m: i32,
  k: i32,
  n: i32,
  a: usize,
  aStride: i32,
  b: usize,
  bStride: i32,
  c: usize,
  cStride: i32,
): void {
  const depth = max(16, nearby / (k + n));
  for (let from = 0; from < m; from += depth) {
    outerRows(min(depth, m - from), k, n, a, aStride, b, bStride, c, cStride);
    a += (<usize>(depth * aStride)) << 2;
    b += (<usize>(depth * bStride)) << 2;
  }
}

/** As `outerAdd`. */
function outerRows(
  m: i32,
  k: i32,
  n: i32,
  a: usize,
  aStride: i32,
  b: usize,
  bStride: i32,
  c: usize,
  cStride: i32,
): void {
  const aRow = (<usize>aStride) << 2;
  const bRow = (<usize>bStride) << 2;
  const cRow = (<usize>cStride) << 2;
  const width = (<usize>n) << 2;
  const end = a + <usize>m * aRow;
  let row = 0;
  for (; row + 4 <= k; row += 4) {
    for (let column: usize = 0; column < width; column += 32) {
      let out = c + column;
      let sum00 = v128.load(out);
      let sum01 = v128.load(out, 16);
      out += cRow;
      let sum10 = v128.load(out);
      let sum11 = v128.load(out, 16);
      out += cRow;
      let sum20 = v128.load(out);
      let sum21 = v128.load(out, 16);
      out += cRow;
      let sum30 = v128.load(out);
      let sum31 = v128.load(out, 16);
      let from = b + column;
      for (let at = a; at < end; at += aRow) {
        const b0 = v128.load(from);
        const b1 = v128.load(from, 16);
        let factor = v128.load32_splat(at);
        sum00 = f32x4.add(sum00, f32x4.mul(factor, b0));
        sum01 = f32x4.add(sum01, f32x4.mul(factor, b1));
        factor = v128.load32_splat(at, 4);
        sum10 = f32x4.add(sum10, f32x4.mul(factor, b0));
        sum11 = f32x4.add(sum11, f32x4.mul(factor, b1));
        factor = v128.load32_splat(at, 8);
        sum20 = f32x4.add(sum20, f32x4.mul(factor, b0));
        sum21 = f32x4.add(sum21, f32x4.mul(factor, b1));
        factor = v128.load32_splat(at, 12);
        sum30 = f32x4.add(sum30, f32x4.mul(factor, b0));
        sum31 = f32x4.add(sum31, f32x4.mul(factor, b1));
        from += bRow;
      }
      out = c + column;
      v128.store(out, sum00);
      v128.store(out, sum01, 16);
      out += cRow;
      v128.store(out, sum10);
      v128.store(out, sum11, 16);
      out += cRow;
      v128.store(out, sum20);
      v128.store(out, sum21, 16);
      out += cRow;
      v128.store(out, sum30);
      v128.store(out, sum31, 16);
    }
    a += 16;
    c += cRow << 2;
  }
  for (; row < k; row++) {
    for (let column: usize = 0; column < width; column += 32) {
      let sum0 = v128.load(c + column);
      let sum1 = v128.load(c + column, 16);
      let from = b + column;
      for (let at = a; at < a + <usize>m * aRow; at += aRow) {
        const factor = v128.load32_splat(at);
        sum0 = f32x4.add(sum0, f32x4.mul(factor, v128.load(from)));
        sum1 = f32x4.add(sum1, f32x4.mul(factor, v128.load(from, 16)));
        from += bRow;
      }
      v128.store(c + column, sum0);
      v128.store(c + column, sum1, 16);
    }
    a += 4;
    c += cRow;
  }
}
