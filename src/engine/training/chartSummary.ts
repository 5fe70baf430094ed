import type { Chart } from './charts.ts';
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
    const points = values.flatMap((value, index) =>
      value !== null && Number.isFinite(value) ? [{ step: steps[index]!, value }] : [],
    );
    if (points.length === 0) return `${label} has no finite value.`;
    const [first, last] = [points[0]!.value, points.at(-1)!.value];
    if (points.length === 1) return `${label} is ${numberText(first)}.`;
    const low = points.reduce((a, b) => (b.value < a.value ? b : a));
    const high = points.reduce((a, b) => (b.value > a.value ? b : a));
    return `${label} goes from ${numberText(first)} to ${numberText(last)}, lowest ${numberText(low.value)} at ${unit} ${low.step}, highest ${numberText(high.value)} at ${unit} ${high.step}.`;
  });
  return [`${title}, ${range}.`, ...lines, ...alarms.map(alarm => `Alarm: ${alarm.title}.`)].join(' ');
}
