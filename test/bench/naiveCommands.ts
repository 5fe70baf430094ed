import type { Atom, Conjunction } from '../../src/engine/environments/household/condition.ts';
import type { Play } from '../../src/engine/environments/household/play.ts';

/**
 * The precondition search of a play without plans and indexes: atoms in the order they are written, every fact of each.
 * A baseline for benches, which finds the actions' bindings but does not word them.
 */
export function naiveCommands({ game, relations }: Play): readonly string[] {
  const { cast } = game;
  const found = new Set<string>();
  for (const { schema } of game.actions)
    for (const alternative of schema.precondition) {
      const open = [...schema.parameters.map((_, slot) => slot), ...alternative.slots];
      for (const slots of solutions(alternative, open, schema.slotTypes)) found.add(`${schema.name} ${slots.join()}`);
    }
  return [...found].sort();

  function solutions(conjunction: Conjunction, open: readonly number[], types: readonly string[]): number[][] {
    let partial: number[][] = [[]];
    for (const atom of conjunction.positive) partial = partial.flatMap(slots => matches(atom, slots, types));
    for (const slot of open)
      partial = partial.flatMap(slots =>
        slots[slot] === undefined
          ? cast.ofType(types[slot]!).map(object => Object.assign([...slots], { [slot]: object }))
          : [slots],
      );
    return partial.filter(slots => conjunction.negative.every(atom => matches(atom, slots, types).length === 0));
  }

  function matches(atom: Atom, slots: readonly number[], types: readonly string[]): number[][] {
    const result: number[][] = [];
    const relation = relations[game.relation(atom.predicate, atom.terms.length)]!;
    for (const key of relation.keys()) {
      const bound = [...slots];
      const fits = atom.terms.every((term, position) => {
        const object = relation.argument(key, position);
        if (typeof term === 'string') return cast.number(term) === object;
        if (bound[term] === undefined && cast.isOfType(types[term]!)[object] === 1) bound[term] = object;
        return bound[term] === object;
      });
      if (fits) result.push(bound);
    }
    return result;
  }
}
