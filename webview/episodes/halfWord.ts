import { fieldNames } from '../../src/engine/query/field.ts';
import { tokens } from '../../src/engine/query/token.ts';
import { operatorOf } from '../../src/engine/query/tokenCursor.ts';

/** How much of a filter is there: `half` of a field's name, a `word` to search for that may go on, or `whole` conditions. */
export type Writing = 'half' | 'word' | 'whole';

/** What somebody is writing at the end of a filter. Half the name of a field is not searched for as a word at once. */
export function writingOf(filter: string): Writing {
  const all = tokens(filter);
  const last = all.at(-1);
  if (last?.kind !== 'word' || last.to < filter.length || operatorOf(all.at(-2))) return 'whole';
  const word = last.text.toLowerCase();
  if (fieldNames.includes(word)) return 'whole';
  return fieldNames.some(name => name.startsWith(word)) ? 'half' : 'word';
}
