const escapes: readonly (readonly [string, string])[] = [
  ['_bar_', '|'],
  ['_minus_', '-'],
  ['_plus_', '+'],
  ['_dot_', '.'],
  ['_comma_', ','],
];

/**
 * What a game calls its objects. TextWorld shows ids as they are; where ids look like ALFRED's
 * (`mug_bar__minus_01_dot_2`), ALFWorld's demangler shows `mug 1`: the class before the first `_bar_`, with "basin"
 * appended where the id speaks of one, and a number. Numbers are handed out from the top to the ids in their order.
 */
export function displayNames(ids: readonly string[]): ReadonlyMap<string, string> {
  const classOf = (id: string) => id.slice(0, id.indexOf('_bar_')) + (id.includes('basin') ? 'basin' : '');
  const mangled = ids.filter(id => id.includes('_bar_'));
  if (mangled.length === 0) return new Map();
  const left = new Map<string, number>();
  for (const id of mangled) left.set(classOf(id), (left.get(classOf(id)) ?? 0) + 1);
  return new Map(
    ids.toSorted().map(id => {
      if (!id.includes('_bar_')) return [id, `${unmangled(id)} `];
      const name = classOf(id);
      const number = left.get(name)!;
      left.set(name, number - 1);
      return [id, `${unmangled(name)} ${number}`];
    }),
  );
}

function unmangled(id: string): string {
  return escapes.reduce((text, [code, mark]) => text.replaceAll(code, mark), id);
}
