/** Writes the transpose of a rows×columns matrix; the target has `columns` rows. */
export function transpose(
  rows: i32,
  columns: i32,
  source: usize,
  sourceStride: i32,
  target: usize,
  targetStride: i32,
): void {
  const step = (<usize>targetStride) << 2;
  for (let row = 0; row < rows; row++) {
    let to = target + ((<usize>row) << 2);
    for (let column = 0; column < columns; column++) {
      store<f32>(to, load<f32>(source + ((<usize>column) << 2)));
      to += step;
    }
    source += (<usize>sourceStride) << 2;
  }
}
