import type { HiddenFacts } from '../policies/expert/belief.ts';
import type { Game } from './household/game.ts';

/** What lies where at the start of an ALFRED game, and which receptacles are within one reach. */
export function hiddenFacts(game: Game): HiddenFacts {
  const contents = new Map<string, string[]>();
  for (const [object, place] of game.facts('inreceptacle', 2)) add(contents, place!.name, object!.name);
  for (const [place] of game.facts('receptacletype', 2)) if (!contents.has(place!.name)) contents.set(place!.name, []);
  const together = new Map<string, string[]>();
  for (const [place, location] of game.facts('receptacleatlocation', 2)) add(together, location!.name, place!.name);
  return { contents, together: together.values() };
}

function add(lists: Map<string, string[]>, key: string, item: string): void {
  const list = lists.get(key);
  if (list) list.push(item);
  else lists.set(key, [item]);
}
