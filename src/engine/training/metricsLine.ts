import { isRecord } from '../configuration/canonical.ts';
import { arms, type Place, type Stage } from '../iteration/place.ts';
import { metricName } from './metricName.ts';

/** One line of `metrics.jsonl`: what one step of a training reported. */
export interface MetricsLine {
  readonly place: Place;
  readonly stage: Stage;
  /** Absent where the trainer does not count its steps. */
  readonly step?: number;
  /** By Contrail's names; NaN where the trainer reported no finite number. */
  readonly values: ReadonlyMap<string, number>;
}

/**
 * Reads a line of `metrics.jsonl`; undefined for one that is no metrics. Accepts the bare `NaN` and `Infinity` that
 * Python writes, and the `null` that JavaScript writes for them.
 */
export function readMetricsLine(line: string): MetricsLine | undefined {
  const raw = parse(line);
  if (!isRecord(raw) || !isRecord(raw['values']) || typeof raw['stage'] !== 'string') return undefined;
  const place = placeOf(raw['place']);
  if (!place) return undefined;
  const values = new Map<string, number>();
  for (const [name, value] of Object.entries(raw['values'])) {
    if (typeof value === 'number' || value === null) values.set(metricName(name), value ?? Number.NaN);
  }
  const step = values.get('step');
  values.delete('step');
  return {
    place,
    stage: raw['stage'] as Stage,
    ...(step !== undefined && Number.isFinite(step) && { step }),
    values,
  };
}

function parse(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    try {
      return JSON.parse(line.replaceAll(/(?<=[:[,]\s*)(?:-?Infinity|NaN)(?=\s*[,}\]])/g, 'null'));
    } catch {
      return undefined;
    }
  }
}

/** The place that a line of a job's files names; undefined where it names none. */
export function placeOf(raw: unknown): Place | undefined {
  if (!isRecord(raw)) return undefined;
  const { seed, arm, iteration } = raw;
  const known = arms.find(name => name === arm);
  return known && typeof seed === 'number' && typeof iteration === 'number'
    ? { seed, arm: known, iteration }
    : undefined;
}
