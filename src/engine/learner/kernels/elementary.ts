/**
 * Elementary functions in float64 from exactly rounded operations alone, so that they have the same bits on every
 * machine and engine, which the host's `Math.exp`, `log` and `cos` do not promise. The file is compiled twice: as
 * TypeScript for the engine and as AssemblyScript for the kernels, so it keeps to what both understand.
 */

const ln2High: number = 0.6931471803691238;
const ln2Low: number = 1.9082149292705877e-10;

/** eˣ, within 2 units in the last place; 0 below −708, Infinity above 709. */
export function exp(x: number): number {
  if (!(x >= -708)) return x < -708 ? 0 : x;
  if (x > 709) return Infinity;
  const power = Math.floor(x * 1.4426950408889634 + 0.5);
  const rest = x - power * ln2High - power * ln2Low;
  let sum: number = 1;
  for (let term: number = 14; term > 0; term--) sum = 1 + (rest / term) * sum;
  const factor: number = power < 0 ? 0.5 : 2;
  for (let count = Math.abs(power); count > 0; count--) sum *= factor;
  return sum;
}

/** Natural logarithm of a positive finite number, within 2 units in the last place; NaN for anything else. */
export function log(x: number): number {
  if (!(x > 0 && x < Infinity)) return NaN;
  let power: number = 0;
  let mantissa = x;
  for (; mantissa > 1.4142135623730951; mantissa *= 0.5) power++;
  for (; mantissa < 0.7071067811865476; mantissa *= 2) power--;
  const ratio = (mantissa - 1) / (mantissa + 1);
  const square = ratio * ratio;
  let sum: number = 0;
  for (let term: number = 21; term > 0; term -= 2) sum = sum * square + 1 / term;
  return power * ln2High + (2 * ratio * sum + power * ln2Low);
}

/** cos(π × t) for t in [0, 1]. */
export function cosineOfTurn(t: number): number {
  if (t > 0.5) return -cosineOfTurn(1 - t);
  const angle = Math.PI * t;
  let sum: number = 1;
  for (let term: number = 22; term > 0; term -= 2) sum = 1 - ((angle * angle) / (term * (term - 1))) * sum;
  return sum;
}
