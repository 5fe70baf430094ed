import type { Alarm, Judged } from './alarms.ts';
import { meanOf, type Point, share, span } from './stretch.ts';

/** Points before a spike that tell what was usual, and how many share one such look back. */
const [usual, block] = [50, 25];

/** What shows in any training: numbers that are none, gradients out of all proportion, an entropy that collapses. */
export function stabilityAlarms(judged: Judged): Alarm[] {
  return [...notNumbers(judged), ...spikes(judged), ...entropyCollapse(judged)];
}

function notNumbers({ curve }: Judged): Alarm[] {
  return [...curve.series].flatMap(([metric, values]) => {
    const isStrange = (value: number | null) => value !== null && !Number.isFinite(value);
    const first = values.findIndex(isStrange);
    if (first < 0) return [];
    return {
      kind: 'not-a-number',
      severity: 'error',
      metric,
      from: curve.steps[first]!,
      to: curve.steps[values.findLastIndex(isStrange)]!,
      title: 'Not a number',
      message:
        'The training has run away and what it learned from here on is worthless: stop it, lower the learning rate or clip the gradient, and look at the data of this step.',
    } as const;
  });
}

/** A spike matters only where clipping lets it through: far above what was usual and above the longest gradient. */
function spikes({ facts, pointsOf }: Judged): Alarm[] {
  const points = pointsOf('gradientNorm');
  const floor = 5 * (facts.clip ?? 1);
  const found: Point[] = [];
  for (let from = block; from < points.length; from += block) {
    const limit = Math.max(floor, 10 * meanOf(points.slice(Math.max(0, from - usual), from)).mean);
    for (const point of points.slice(from, from + block)) if (point.value > limit) found.push(point);
  }
  if (found.length === 0) return [];
  const largest = found.reduce((a, b) => (b.value > a.value ? b : a));
  return [
    {
      kind: 'gradient-spike',
      severity: 'warning',
      metric: 'gradientNorm',
      from: found[0]!.step,
      to: found.at(-1)!.step,
      title: found.length === 1 ? 'Gradient spike' : `${found.length} gradient spikes`,
      message: `The gradient was more than ten times its usual length (${largest.value.toPrecision(3)} at step ${largest.step}), as one broken or overlong example can make it: look at the data of the step, clip the gradient or lower the learning rate.`,
    },
  ];
}

function entropyCollapse({ pointsOf }: Judged): Alarm[] {
  const points = pointsOf('entropy');
  if (points.length < 10 || span(points) < 20) return [];
  const first = meanOf(share(points, 0, 0.2)).mean;
  const low = points.find((_, index) => index >= 5 && meanOf(points.slice(index - 4, index + 1)).mean < 0.1 * first);
  if (!low || meanOf(points.slice(-5)).mean >= 0.1 * first) return [];
  return [
    {
      kind: 'entropy-collapse',
      severity: 'warning',
      metric: 'entropy',
      from: low.step,
      to: points.at(-1)!.step,
      title: 'Entropy has collapsed',
      message:
        'The policy puts nearly all probability on single tokens, so its next exploration will find little that is new: lower the learning rate or stop earlier, and explore with a higher temperature.',
    },
  ];
}
