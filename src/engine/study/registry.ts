import { recipe } from './studies/recipe.ts';
import type { Study } from './study.ts';

/** The studies that Contrail ships: adding one is one file in `studies/` and one line here. */
export const studies: readonly Study[] = [recipe];

/** A shipped study by its name. */
export function shippedStudy(name: string): Study | undefined {
  return studies.find(study => study.name === name);
}
