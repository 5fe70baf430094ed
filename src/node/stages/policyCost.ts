import type { Place, Stage } from '../../engine/iteration/place.ts';
import type { StageMarker } from './runStage.ts';

/**
 * Wall time in seconds of all that led to the policy of a place and its evaluation: cloning, then every iteration of its
 * arm, the exploration that all arms share included. Null while one of the arm's trainings is not recorded.
 */
export function policyCost(markers: readonly StageMarker[], { seed, arm, iteration }: Place): number | null {
  const at = (place: Place, stages?: readonly Stage[]) =>
    markers.filter(
      marker =>
        marker.place.seed === place.seed &&
        marker.place.arm === place.arm &&
        marker.place.iteration === place.iteration &&
        (!stages || stages.includes(marker.stage)),
    );
  const parts = [at({ seed, arm: 'eto', iteration: 0 }, arm === 'best-of-n' ? ['demonstrate', 'train'] : undefined)];
  if (arm === 'best-of-n') parts.push(at({ seed, arm, iteration: 0 }));
  for (let number = 1; number <= iteration; number++) {
    if (arm !== 'eto' && number === 1) parts.push(at({ seed, arm: 'eto', iteration: 1 }, ['explore']));
    parts.push(at({ seed, arm, iteration: number }));
  }
  if (parts.some(part => part.length === 0)) return null;
  return parts.flat().reduce((sum, { seconds }) => sum + seconds, 0);
}
