import type { Place } from '../../engine/iteration/place.ts';
import { placeOrder } from '../../engine/iteration/place.ts';
import type { Run } from '../jobs/runs.ts';

/** Whether a run's job is at work at a place now. */
export function isAt({ state, progress }: Run, place: Place): boolean {
  return state.status === 'running' && progress !== undefined && placeOrder(progress.place, place) === 0;
}
