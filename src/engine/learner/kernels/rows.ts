/** The address behind the kernels' own data, a multiple of 16: memory from there on is free. */
export function firstFree(): usize {
  return __heap_base;
}

/** Copies `rows` rows of `width` numbers between matrices of different strides. The target may overlap what lies behind it. */
export function copyRows(
  rows: i32,
  width: i32,
  source: usize,
  sourceStride: i32,
  target: usize,
  targetStride: i32,
): void {
  for (let row = 0; row < rows; row++) {
    memory.copy(target, source, (<usize>width) << 2);
    source += (<usize>sourceStride) << 2;
    target += (<usize>targetStride) << 2;
  }
}

/** Copies the rows named by `rows` 32-bit indices, one after the other. Width: a multiple of 4; rows are dense. */
export function gather(rows: i32, width: i32, indices: usize, source: usize, target: usize): void {
  const step = (<usize>width) << 2;
  for (let row = 0; row < rows; row++) {
    memory.copy(target, source + <usize>load<i32>(indices) * step, step);
    target += step;
    indices += 4;
  }
}

/** Adds the rows of `source` to those rows of `target` that the indices name. */
export function scatterAdd(rows: i32, width: i32, indices: usize, source: usize, target: usize): void {
  const step = (<usize>width) << 2;
  for (let row = 0; row < rows; row++) {
    const to = target + <usize>load<i32>(indices) * step;
    for (let at: usize = 0; at < step; at += 16)
      v128.store(to + at, f32x4.add(v128.load(to + at), v128.load(source + at)));
    source += step;
    indices += 4;
  }
}

/** Adds `length` numbers, a multiple of 4, to as many others. */
export function add(length: i32, source: usize, target: usize): void {
  for (const end = source + ((<usize>length) << 2); source < end; source += 16, target += 16)
    v128.store(target, f32x4.add(v128.load(target), v128.load(source)));
}
