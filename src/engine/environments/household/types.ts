import type { Typed } from './list.ts';

/** The types of a domain, numbered. */
export interface TypeTree {
  readonly names: readonly string[];
  readonly numbers: ReadonlyMap<string, number>;
  /** `supertypes[t]`: the type itself and all above it, by name, so that undeclared ones count too. */
  readonly supertypes: readonly ReadonlySet<string>[];
  /**
   * The lists of types that arguments declared as `types` may have, in the order in which TextWorld looks at them:
   * breadth first, one argument replaced at a time. As in TextWorld a list can occur twice where types nest three deep;
   * its facts are then told twice.
   */
  signatures(types: readonly number[]): readonly (readonly number[])[];
}

/** Builds the tree from declarations `name - supertype`, `object` being the first and the supertype of those without one. */
export function typeTree(declared: readonly Typed[]): TypeTree {
  const names = [...new Set(declared.map(type => type.name))];
  const numbers = new Map(names.map((name, number) => [name, number]));
  const above = new Map<string, string[]>();
  for (const { name, type } of declared) if (type) above.set(name, [...(above.get(name) ?? []), type]);
  const supertypes = names.map(name => closure(name, above));
  // TextWorld keeps the first declaration of a name, Fast Downward lists supertypes with the last.
  const repeated = new Set(declared.map(type => type.name).filter((name, index, all) => all.indexOf(name) !== index));
  const children = names.map(parent =>
    names
      .map((_, number) => number)
      .filter(number => names[number] !== parent && !repeated.has(names[number]!) && supertypes[number]!.has(parent))
      .sort((left, right) => (names[left]! < names[right]! ? -1 : 1)),
  );
  const expand = (types: readonly number[]) =>
    types.flatMap((type, index) => children[type]!.map(child => types.with(index, child)));
  return {
    names,
    numbers,
    supertypes,
    signatures(types) {
      const result = [types];
      const seen = new Set<string>();
      const queue = expand(types);
      for (let next = queue.shift(); next; next = queue.shift()) {
        result.push(next);
        for (const further of expand(next)) {
          if (seen.has(further.join())) continue;
          seen.add(further.join());
          queue.push(further);
        }
      }
      return result;
    },
  };
}

function closure(name: string, above: ReadonlyMap<string, readonly string[]>): Set<string> {
  const found = new Set([name]);
  for (const type of found) for (const parent of above.get(type) ?? []) found.add(parent);
  return found;
}
