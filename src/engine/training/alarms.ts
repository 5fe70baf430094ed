import type { SideTurns } from '../preferences/sideTurns.ts';
import type { Curve } from './curve.ts';
import { lossAlarms } from './lossAlarms.ts';
import { preferenceAlarms } from './preferenceAlarms.ts';
import { stabilityAlarms } from './stabilityAlarms.ts';
import { finitePoints, type Point } from './stretch.ts';
import type { TrainingFacts } from './trainingFacts.ts';

/** Something in the numbers of a run that its owner should know of. */
export interface Alarm {
  readonly kind:
    | 'not-a-number'
    | 'nothing-learned'
    | 'over-fit'
    | 'separable'
    | 'displacement'
    | 'chosen-falls'
    | 'gradient-spike'
    | 'entropy-collapse'
    | 'longer-losers'
    | 'no-warm-start'
    | 'worse-iteration';
  /** An error makes the training worthless; a warning is a reason to look. */
  readonly severity: 'error' | 'warning';
  /** The metric it shows in. */
  readonly metric: string;
  /** The first and the last step that it concerns, or iteration. */
  readonly from: number;
  readonly to: number;
  readonly title: string;
  /** What it means and what to do about it, as one sentence. */
  readonly message: string;
}

/** What a curve is judged by. */
export interface Judged {
  readonly curve: Curve;
  /** The finite points of a metric; none where it was not reported. */
  pointsOf(metric: string): readonly Point[];
  readonly facts: TrainingFacts;
  /** Steps of one pass over the data; undefined where unknown. */
  readonly epochSteps?: number;
  /** Mean agent turns of the two sides of its pairs, where they are known. */
  readonly turns?: SideTurns;
}

/**
 * What a training's curves warn of, worst first: the failure modes of preference training that show in its numbers.
 * Thresholds are judgement; they are set so that a sound training raises none.
 */
export function alarmsOf(given: Omit<Judged, 'pointsOf'>): Alarm[] {
  const known = new Map<string, readonly Point[]>();
  const points = (metric: string) => {
    const found = known.get(metric) ?? finitePoints(given.curve, metric);
    known.set(metric, found);
    return found;
  };
  const judged: Judged = { ...given, pointsOf: points };
  const all = [...stabilityAlarms(judged), ...lossAlarms(judged), ...preferenceAlarms(judged)];
  return all.sort(bySeverity);
}

/** Errors first, then in order of their beginning. */
export function bySeverity(a: Alarm, b: Alarm): number {
  return Number(b.severity === 'error') - Number(a.severity === 'error') || a.from - b.from;
}
