import { closest, distance } from 'fastest-levenshtein';

/** Names what was probably meant, or all there is when nothing is near: a sentence that follows another. */
export function nearestName(name: string, known: readonly string[]): string {
  const nearest = known.length > 0 ? closest(name, known) : undefined;
  const near = nearest && distance(name.toLowerCase(), nearest.toLowerCase()) <= Math.max(2, nearest.length / 2);
  return near ? ` Did you mean "${nearest}"?` : ` Known here: ${known.join(', ')}.`;
}
