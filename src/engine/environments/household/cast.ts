import type { Entity } from './expression.ts';
import type { Typed } from './list.ts';
import { displayNames } from './names.ts';
import type { Scenario } from './scenario.ts';
import type { TypeTree } from './types.ts';

/** The objects of a game, numbered in the order of their ids. */
export interface Cast {
  readonly entities: readonly Entity[];
  /** Base of fact keys: one more than the number of objects. */
  readonly radix: number;
  /** By object: the number of its type. */
  readonly types: readonly number[];
  /** The number of an object; for any other word, one that no object has. */
  number(id: string): number;
  /** The objects of a type, subtypes included; none of an undeclared type. */
  ofType(type: string): readonly number[];
  /** By object: 1 for those of the type. */
  isOfType(type: string): Uint8Array;
}

/** Stands for every type. */
export const anything = '';

/** Numbers and names the objects of a scenario. */
export function castOf(scenario: Scenario, tree: TypeTree): Cast {
  const objects: readonly Typed[] = scenario.objects.toSorted((left, right) => (left.name < right.name ? -1 : 1));
  const numbers = new Map(objects.map((object, number) => [object.name, number]));
  const names = displayNames([...scenario.mentioned]);
  const types = objects.map(object => tree.numbers.get(object.type)!);
  const extents = new Map<string, readonly number[]>();
  const flags = new Map<string, Uint8Array>();
  const ofType = (type: string): readonly number[] => {
    let extent = extents.get(type);
    if (!extent) {
      extent = types.flatMap((own, number) => (type === anything || tree.supertypes[own]!.has(type) ? [number] : []));
      extents.set(type, extent);
    }
    return extent;
  };
  return {
    entities: objects.map(({ name, type }) => ({ id: name, type, name: names.get(name) ?? name })),
    radix: objects.length + 1,
    types,
    number: id => numbers.get(id) ?? objects.length,
    ofType,
    isOfType(type) {
      let flag = flags.get(type);
      if (!flag) {
        flag = new Uint8Array(objects.length + 1);
        for (const number of ofType(type)) flag[number] = 1;
        flags.set(type, flag);
      }
      return flag;
    },
  };
}
