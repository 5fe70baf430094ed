import { type CsvCell, csv } from '../csv.ts';
import type { Curve } from './curve.ts';

/** Every point of some trainings as comma-separated values: a line a step, a column a metric. */
export function curveCsv(curves: readonly Curve[]): string {
  const metrics = [...new Set(curves.flatMap(({ series }) => [...series.keys()]))];
  const lines = curves.flatMap(({ place, stage, steps, series }) =>
    steps.map((step, index): CsvCell[] => [
      ...[place.seed, place.arm, place.iteration, stage, step],
      ...metrics.map(metric => series.get(metric)?.[index] ?? null),
    ]),
  );
  return csv([['seed', 'arm', 'iteration', 'stage', 'step', ...metrics], ...lines]);
}
