import { alfworld } from './studies/alfworld.ts';
import { alfworldPolicy } from './studies/alfworldPolicy.ts';
import { beta } from './studies/beta.ts';
import { iterations } from './studies/iterations.ts';
import { loserFilters } from './studies/loserFilters.ts';
import { modelSize } from './studies/modelSize.ts';
import { pairLevel } from './studies/pairLevel.ts';
import { recipe } from './studies/recipe.ts';
import { rollouts } from './studies/rollouts.ts';
import { selfPlay } from './studies/selfPlay.ts';
import type { Study } from './study.ts';

/** The studies that Contrail ships: adding one is one file in `studies/` and one line here. */
export const studies: readonly Study[] = [
  recipe,
  pairLevel,
  selfPlay,
  iterations,
  rollouts,
  loserFilters,
  beta,
  modelSize,
  alfworld,
  alfworldPolicy,
];

/** A shipped study by its name. */
export function shippedStudy(name: string): Study | undefined {
  return studies.find(study => study.name === name);
}
