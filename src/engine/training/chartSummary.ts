import type { Chart } from './charts.ts';
import type { Series } from './curve.ts';
import { numberText } from './numberText.ts';

/** A chart in words, for who cannot see it: where each line starts and ends, its extremes, and what is alarming. */
export function chartSummary({
  title,
  unit,
  steps,
  series,
  alarms,
}: Pick<Chart, 'title' | 'unit' | 'steps' | 'series' | 'alarms'>): string {
  const range = steps.length > 1 ? `${unit}s ${steps[0]} to ${steps.at(-1)}` : `${unit} ${steps[0]}`;
  const lines = series.map(({ label, values }) => {
    const known = endsOf(values);
    if (!known) return `${label} has no finite value.`;
    const text = (index: number) => numberText(values[index]!);
    const { first, last, low, high } = known;
    if (first === last) return `${label} is ${text(first)}.`;
    return `${label} goes from ${text(first)} to ${text(last)}, lowest ${text(low)} at ${unit} ${steps[low]}, highest ${text(high)} at ${unit} ${steps[high]}.`;
  });
  return [`${title}, ${range}.`, ...lines, ...alarms.map(alarm => `Alarm: ${alarm.title}.`)].join(' ');
}

/** Where a series has its first, last, lowest and highest finite value; undefined where it has none. */
function endsOf(values: Series) {
  let [first, last, low, high] = [-1, -1, -1, -1];
  for (let index = 0; index < values.length; index++) {
    const value = values[index]!;
    if (value === null || !Number.isFinite(value)) continue;
    if (first < 0) first = low = high = index;
    last = index;
    if (value < values[low]!) low = index;
    if (value > values[high]!) high = index;
  }
  return first < 0 ? undefined : { first, last, low, high };
}
