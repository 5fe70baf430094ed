import { cosineOfTurn } from './kernels/elementary.ts';

/** How the learning rate moves over a training run. */
export interface Schedule {
  readonly kind: 'constant' | 'cosine';
  /** Steps of linear rise to the full rate. */
  readonly warmUp: number;
  /** Where the cosine ends, as a share of the full rate: 0 or e.g. 0.1. Nothing to a constant. */
  readonly floor?: number;
}

/** The share of the full learning rate at `step` (from 0) of `steps`: in (0, 1]. */
export function rateShare({ kind, warmUp, floor = 0 }: Schedule, step: number, steps: number): number {
  if (step < warmUp) return (step + 1) / (warmUp + 1);
  if (kind === 'constant') return 1;
  return floor + ((1 - floor) * (1 + cosineOfTurn((step - warmUp) / (steps - warmUp)))) / 2;
}
