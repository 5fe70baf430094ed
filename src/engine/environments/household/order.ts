import type { Game } from './game.ts';
import { type BoundAtom, keyOf } from './match.ts';
import type { Operator } from './operator.ts';

/**
 * Which of two operators Fast Downward lists first: negative when `left`. Its successor generator goes through the
 * changeable preconditions in the order of the facts' names, true before false, fewer before more, then by the
 * operator's name. Two commands that read the same mean the first.
 */
export function compareOperators(left: Operator, right: Operator, game: Game): number {
  const one = conditions(left, game);
  const other = conditions(right, game);
  for (let index = 0; index < Math.min(one.length, other.length); index++) {
    const order = compare(one[index]!, other[index]!);
    if (order !== 0) return order;
  }
  return one.length - other.length || compare([nameOf(left, game)], [nameOf(right, game)]);
}

function nameOf({ action, slots }: Operator, { cast }: Game): string {
  const objects = action.schema.parameters.map((_, slot) => cast.entities[slots[slot]!]!.id);
  return `(${[action.schema.name, ...objects].join(' ')})`;
}

function conditions({ variant, slots }: Operator, game: Game): string[][] {
  const { cast, relations } = game;
  const described = (atoms: readonly BoundAtom[], value: string) =>
    atoms.flatMap(({ predicate, relation, terms }) => {
      const key = keyOf(terms, slots, cast.radix);
      if (!game.reach.has({ relation, key })) return [];
      const objects = terms.map((_, position) => relations[relation]!.argument(key, position));
      return [[predicate, ...objects.map(object => cast.entities[object]!.id), value]];
    });
  const sorted = [...described(variant.positive, '0'), ...described(variant.negative, '1')].sort(compare);
  return sorted.filter((condition, index) => index === 0 || compare(condition, sorted[index - 1]!) !== 0);
}

function compare(left: readonly string[], right: readonly string[]): number {
  for (let index = 0; index < Math.min(left.length, right.length); index++) {
    if (left[index]! < right[index]!) return -1;
    if (left[index]! > right[index]!) return 1;
  }
  return left.length - right.length;
}
