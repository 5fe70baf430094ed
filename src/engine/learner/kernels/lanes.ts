const log2e: f32 = 1.44269504;
const ln2: f32 = 0.69314718;
/** 1.5 × 2²³: adding it rounds to a whole number and leaves that number in the low bits. */
const rounder: f32 = 12582912;

/**
 * eˣ in each lane for x ≤ 88, with a relative error below 2e-7 × (1 + |x|); 0 below −87. x = n × ln 2 + r, and a
 * polynomial of degree 5 in r (minimax, 1e-7).
 */
// @ts-ignore: a decorator that AssemblyScript understands
@inline
export function expLanes(x: v128): v128 {
  const shifted = f32x4.add(f32x4.mul(x, f32x4.splat(log2e)), f32x4.splat(rounder));
  const power = f32x4.sub(shifted, f32x4.splat(rounder));
  const rest = f32x4.sub(x, f32x4.mul(power, f32x4.splat(ln2)));
  let tail = f32x4.splat(8.312520222847697e-3);
  tail = f32x4.add(f32x4.mul(tail, rest), f32x4.splat(4.189015693802858e-2));
  tail = f32x4.add(f32x4.mul(tail, rest), f32x4.splat(1.6667114649518516e-1));
  tail = f32x4.add(f32x4.mul(tail, rest), f32x4.splat(4.9999231494202884e-1));
  const fraction = f32x4.add(f32x4.add(f32x4.mul(f32x4.mul(rest, rest), tail), rest), f32x4.splat(1));
  const value = i32x4.add(fraction, i32x4.shl(shifted, 23));
  return v128.andnot(value, f32x4.lt(x, f32x4.splat(-87)));
}

/** Replaces x by exp(x − offset), none above offset + 88, for every number from `at` to `end`; returns the sum. */
export function expAndSum(at: usize, end: usize, offset: f32): f32 {
  const offsets = f32x4.splat(offset);
  let sums = f32x4.splat(0);
  for (; at < end; at += 16) {
    const value = expLanes(f32x4.sub(v128.load(at), offsets));
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
