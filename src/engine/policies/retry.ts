import type { Random } from '../random.ts';

/**
 * How long a server asks to be left alone, in milliseconds: its `retry-after-ms` or `retry-after` header, the latter in
 * seconds or as a date (RFC 9110 §10.2.3). Undefined when it does not say, or says nothing that makes sense.
 */
export function retryAfter(headers: Pick<Headers, 'get'>, date: number): number | undefined {
  const milliseconds = number(headers.get('retry-after-ms'));
  if (milliseconds !== undefined) return milliseconds;
  const text = headers.get('retry-after');
  const seconds = number(text);
  if (seconds !== undefined) return seconds * 1000;
  const until = text === null ? Number.NaN : Date.parse(text);
  return Number.isNaN(until) || /^\s*-?\d/.test(text ?? '') ? undefined : Math.max(0, until - date);
}

function number(text: string | null): number | undefined {
  return text !== null && /^\s*\d+(\.\d+)?\s*$/.test(text) ? Number(text) : undefined;
}

const first = 500;
const most = 30_000;

/** How long to wait after the `failures`-th failure in a row (1, 2, …), in milliseconds: doubling from 0.5 s to 30 s, less up to a half by chance. */
export function backOff(failures: number, random: Random): number {
  return Math.min(most, first * 2 ** (failures - 1)) * (1 - random.uniform() / 2);
}
