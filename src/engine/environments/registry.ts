import { closest } from 'fastest-levenshtein';
import { HumanError } from '../problem.ts';
import { alfworld } from './alfworld.ts';
import { builtinWorld } from './builtin/world.ts';
import type { WorldKind } from './environment.ts';

/** Every environment that contrail.json can name. To add one, write its `WorldKind` and list it here. */
export const worldKinds: readonly WorldKind[] = [builtinWorld, alfworld];

/** The environment of that name. Throws `HumanError` with the nearest known name. */
export function worldKind(name: string): WorldKind {
  const kind = worldKinds.find(known => known.name === name);
  if (kind) return kind;
  const names = worldKinds.map(known => known.name);
  throw new HumanError(
    `There is no environment "${name}". Did you mean "${closest(name, names)}"? Known: ${names.join(', ')}.`,
  );
}
