/**
 * The constants of `expLanes`, four lanes each. They lie in memory because constants within a loop are made anew in
 * every round, which takes longer than loading them.
 */
const constants: usize = memory.data<f32>(
  [
    // log₂ e; 1.5 × 2²³: adding it rounds to a whole number and leaves that number in the low bits; ln 2.
    1.44269504, 1.44269504, 1.44269504, 1.44269504, 12582912, 12582912, 12582912, 12582912, 0.69314718, 0.69314718,
    0.69314718, 0.69314718,
    // The polynomial.
    8.312520222847697e-3, 8.312520222847697e-3, 8.312520222847697e-3, 8.312520222847697e-3, 4.189015693802858e-2,
    4.189015693802858e-2, 4.189015693802858e-2, 4.189015693802858e-2, 1.6667114649518516e-1, 1.6667114649518516e-1,
    1.6667114649518516e-1, 1.6667114649518516e-1, 4.9999231494202884e-1, 4.9999231494202884e-1, 4.9999231494202884e-1,
    4.9999231494202884e-1, 1, 1, 1, 1,
    // Below this the result is 0.
    -87, -87, -87, -87,
  ],
  16,
);

/**
 * eˣ in each lane for x ≤ 88, with a relative error below 2e-7 × (1 + |x|); 0 below −87. x = n × ln 2 + r, and a
 * polynomial of degree 5 in r (minimax, 1e-7).
 */
// @ts-ignore: a decorator that AssemblyScript understands
@inline
export function expLanes(x: v128): v128 {
  const rounder = v128.load(constants, 16);
  const shifted = f32x4.add(f32x4.mul(x, v128.load(constants)), rounder);
  const power = f32x4.sub(shifted, rounder);
  const rest = f32x4.sub(x, f32x4.mul(power, v128.load(constants, 32)));
  let tail = f32x4.add(f32x4.mul(v128.load(constants, 48), rest), v128.load(constants, 64));
  tail = f32x4.add(f32x4.mul(tail, rest), v128.load(constants, 80));
  tail = f32x4.add(f32x4.mul(tail, rest), v128.load(constants, 96));
  const fraction = f32x4.add(f32x4.add(f32x4.mul(f32x4.mul(rest, rest), tail), rest), v128.load(constants, 112));
  const value = i32x4.add(fraction, i32x4.shl(shifted, 23));
  return v128.andnot(value, f32x4.lt(x, v128.load(constants, 128)));
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
