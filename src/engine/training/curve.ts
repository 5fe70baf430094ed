import { type Place, type Stage, stageFolder } from '../iteration/place.ts';
import type { MetricsLine } from './metricsLine.ts';

/** What one metric came to at each step of a curve: null where it was not reported, not finite where it ran away. */
export type Series = readonly (number | null)[];

/** The numbers of one training, as they were reported. */
export interface Curve {
  /** The stage's folder, which names it within its run. */
  readonly id: string;
  readonly place: Place;
  readonly stage: Stage;
  /** Rising. */
  readonly steps: readonly number[];
  /** By metric, as long as `steps`. */
  readonly series: ReadonlyMap<string, Series>;
}

/** A curve that grows by the lines of `metrics.jsonl`. */
export class GrowingCurve implements Curve {
  readonly id: string;
  readonly place: Place;
  readonly stage: Stage;
  readonly steps: number[] = [];
  readonly series = new Map<string, (number | null)[]>();
  #revision = 0;

  constructor({ place, stage }: Pick<Curve, 'place' | 'stage'>) {
    this.id = stageFolder(place, stage);
    this.place = place;
    this.stage = stage;
  }

  /** Rises with every change. */
  get revision(): number {
    return this.#revision;
  }

  /**
   * Adds what a step reported. A step that comes again takes back itself and all that followed, because a resumed
   * training reports the steps since its last save anew; other metrics of the last step join it.
   */
  add({ step, values }: MetricsLine): void {
    this.#revision++;
    const last = this.steps.at(-1);
    const at = step ?? (last ?? 0) + 1;
    const joins = at === last && [...values.keys()].every(name => this.series.get(name)?.at(-1) == null);
    if (!joins) {
      if (last !== undefined && at <= last) this.#cut(this.steps.findIndex(reported => reported >= at));
      this.steps.push(at);
      for (const series of this.series.values()) series.push(null);
    }
    const index = this.steps.length - 1;
    for (const [name, value] of values) {
      const series = this.series.get(name) ?? new Array<number | null>(this.steps.length).fill(null);
      series[index] = value;
      this.series.set(name, series);
    }
  }

  #cut(length: number): void {
    this.steps.length = length;
    for (const [name, series] of this.series) {
      series.length = length;
      if (series.every(value => value === null)) this.series.delete(name);
    }
  }
}
