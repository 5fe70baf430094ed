const log2e: f32 = 1.44269504;
const ln2High: f32 = 0.693359375;
const ln2Low: f32 = -2.12194440e-4;

/**
 * Replaces x by exp(x − offset), for every number from `at` to `end` (a multiple of 4 numbers, none above offset + 88),
 * and returns the sum. Within 2 units in the last place; 0 below −87. Polynomial of degree 7 after x = n × ln 2 + r.
 */
export function expAndSum(at: usize, end: usize, offset: f32): f32 {
  const offsets = f32x4.splat(offset);
  let sums = f32x4.splat(0);
  for (; at < end; at += 16) {
    const x = f32x4.sub(v128.load(at), offsets);
    const kept = f32x4.ge(x, f32x4.splat(-87));
    const power = f32x4.nearest(f32x4.mul(x, f32x4.splat(log2e)));
    const high = f32x4.sub(x, f32x4.mul(power, f32x4.splat(ln2High)));
    const rest = f32x4.sub(high, f32x4.mul(power, f32x4.splat(ln2Low)));
    let tail = f32x4.splat(1.9875691500e-4);
    tail = f32x4.add(f32x4.mul(tail, rest), f32x4.splat(1.3981999507e-3));
    tail = f32x4.add(f32x4.mul(tail, rest), f32x4.splat(8.3334519073e-3));
    tail = f32x4.add(f32x4.mul(tail, rest), f32x4.splat(4.1665795894e-2));
    tail = f32x4.add(f32x4.mul(tail, rest), f32x4.splat(1.6666665459e-1));
    tail = f32x4.add(f32x4.mul(tail, rest), f32x4.splat(5.0000001201e-1));
    const fraction = f32x4.add(f32x4.add(f32x4.mul(f32x4.mul(rest, rest), tail), rest), f32x4.splat(1));
    const exponent = i32x4.shl(i32x4.trunc_sat_f32x4_s(power), 23);
    const value = v128.and(i32x4.add(fraction, exponent), kept);
    sums = f32x4.add(sums, value);
    v128.store(at, value);
  }
  return sumOfLanes(sums);
}

/** (0 + 1) + (2 + 3). */
export function sumOfLanes(x: v128): f32 {
  const low = f32x4.extract_lane(x, 0) + f32x4.extract_lane(x, 1);
  return low + (f32x4.extract_lane(x, 2) + f32x4.extract_lane(x, 3));
}

/** The largest of the four. */
export function largestLane(x: v128): f32 {
  const low = max(f32x4.extract_lane(x, 0), f32x4.extract_lane(x, 1));
  return max(low, max(f32x4.extract_lane(x, 2), f32x4.extract_lane(x, 3)));
}
