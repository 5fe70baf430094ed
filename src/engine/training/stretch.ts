import type { Curve, Series } from './curve.ts';

/** One finite point of a metric. */
export interface Point {
  readonly step: number;
  readonly value: number;
}

/** The finite points of a metric in order of their steps; none where it was not reported. */
export function finitePoints({ steps, series }: Curve, metric: string): Point[] {
  const values: Series = series.get(metric) ?? [];
  const points: Point[] = [];
  for (let index = 0; index < values.length; index++) {
    const value = values[index]!;
    if (value !== null && Number.isFinite(value)) points.push({ step: steps[index]!, value });
  }
  return points;
}

/** The mean of some points and its standard error; NaN without points, no error with one. */
export function meanOf(points: readonly Point[]): { readonly mean: number; readonly error: number } {
  let [sum, squares] = [0, 0];
  for (const { value } of points) sum += value;
  const mean = sum / points.length;
  for (const { value } of points) squares += (value - mean) ** 2;
  const variance = squares / Math.max(1, points.length - 1);
  return { mean, error: Math.sqrt(variance / points.length) };
}

/** The part of some points between two shares of their number, e.g. the last fifth from 0.8 to 1. */
export function share(points: readonly Point[], from: number, to: number): readonly Point[] {
  return points.slice(Math.floor(points.length * from), Math.ceil(points.length * to));
}

/** How many steps some points span, the first and the last included. */
export function span(points: readonly Point[]): number {
  return points.length === 0 ? 0 : points.at(-1)!.step - points[0]!.step + 1;
}
