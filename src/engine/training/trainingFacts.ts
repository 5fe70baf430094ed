import { isRecord } from '../configuration/canonical.ts';
import { imitates, type Place } from '../iteration/place.ts';

/** What the configuration says of one training, as far as its curves can only be judged by it. */
export interface TrainingFacts {
  readonly kind: 'imitation' | 'preference';
  readonly epochs?: number;
  /** Trajectories, or pairs, a step. */
  readonly batch?: number;
  /** Largest norm of the gradient; 0 never clips. */
  readonly clip?: number;
  /** β of DPO; 0 is the control without a preference. */
  readonly beta?: number;
}

/** The facts of the training at a place, from the `train` part of a configuration of whatever version. */
export function trainingFacts(train: unknown, place: Place): TrainingFacts {
  const { arm, iteration } = place;
  const settings = isRecord(train) ? train : {};
  const kind = iteration === 0 || imitates(place) ? 'imitation' : 'preference';
  const part = kind === 'preference' ? settings : settings[iteration > 0 ? 'rft' : 'cloning'];
  const { epochs, batch, clip } = isRecord(part) ? part : {};
  const beta = arm === 'beta-0' ? 0 : byIteration(settings['beta'], iteration);
  return {
    kind,
    ...numbers({ epochs, batch, clip }),
    ...(kind === 'preference' && numbers({ beta })),
  };
}

/** A list gives one value an iteration and its last to the rest. */
function byIteration(value: unknown, iteration: number): unknown {
  return Array.isArray(value) ? (value[iteration - 1] ?? value.at(-1)) : value;
}

function numbers<Name extends string>(given: Readonly<Record<Name, unknown>>): Partial<Record<Name, number>> {
  const known = Object.entries(given).filter(([, value]) => typeof value === 'number' && Number.isFinite(value));
  return Object.fromEntries(known) as Partial<Record<Name, number>>;
}
