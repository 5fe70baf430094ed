import type { Series } from './curve.ts';

/**
 * Which of `length` points to draw so that at most `limit` are left: all of them where they are few enough; otherwise
 * the first, the last, and of each stretch in between the lowest and the highest of every series and the first point
 * that is not finite. Spikes and gaps therefore survive. Ascending indices.
 */
export function downsample(length: number, all: readonly Series[], limit: number): number[] {
  if (length <= limit) return Array.from({ length }, (_, index) => index);
  const kept = new Set([0, length - 1]);
  const stretches = Math.max(1, Math.floor((limit - 2) / (3 * all.length)));
  for (let stretch = 0; stretch < stretches; stretch++) {
    const from = Math.floor((stretch * length) / stretches);
    const to = Math.floor(((stretch + 1) * length) / stretches);
    for (const series of all) for (const index of extremes(series, from, to)) kept.add(index);
  }
  return [...kept].sort((a, b) => a - b);
}

function extremes(series: Series, from: number, to: number): number[] {
  let [low, high, strange] = [-1, -1, -1];
  for (let index = from; index < to; index++) {
    const value = series[index];
    if (value == null) continue;
    if (!Number.isFinite(value)) {
      if (strange < 0) strange = index;
      continue;
    }
    if (low < 0 || value < series[low]!) low = index;
    if (high < 0 || value > series[high]!) high = index;
  }
  return [low, high, strange].filter(index => index >= 0);
}
