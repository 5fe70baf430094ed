import type { Game } from '../../environments/household/game.ts';
import type { HiddenFacts } from './belief.ts';

/** What lies where at the start of a game with ALFWorld's predicates, and which receptacles share a location. */
export function hiddenFacts(game: Game): HiddenFacts {
  const contents = new Map<string, string[]>();
  for (const [object, place] of pairs(game, 'inreceptacle')) append(contents, place, object);
  const together = new Map<string, string[]>();
  for (const [place, location] of pairs(game, 'receptacleatlocation')) {
    append(together, location, place);
    if (!contents.has(place)) contents.set(place, []);
  }
  return { contents, together: together.values() };
}

/** The facts of a predicate with two arguments, as the names of the things they are about. */
function pairs(game: Game, predicate: string): [string, string][] {
  const { entities, radix } = game.cast;
  return [...game.relations[game.relation(predicate, 2)]!.keys()].map(key => [
    entities[Math.floor(key / radix)]!.name,
    entities[key % radix]!.name,
  ]);
}

function append(lists: Map<string, string[]>, key: string, value: string): void {
  const list = lists.get(key);
  if (list) list.push(value);
  else lists.set(key, [value]);
}
