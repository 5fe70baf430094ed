import { visible } from '../trajectory/visible.ts';
import { isLinking, numberedNames } from './named.ts';

const mostWords = 8;
const mostCharacters = 60;

/**
 * What an action does with its names and numbers left open, on one line and safe to print: `go to <place>` for
 * `go to desk 1` where the opening speaks of a desk 1, `take <thing> from <place>`, `search[…]`. The verb and the words
 * between names stay; everything else is a thing.
 */
export function actionPattern(action: string, places: ReadonlySet<string>): string {
  const line = action.trim().split('\n', 1)[0]!.trim().toLowerCase();
  if (line === '') return 'no action';
  const call = /^([\p{L}_]+)\s*[[(]/u.exec(line);
  if (call) return `${cut(call[1]!)}[…]`;
  const [verb = '', ...rest] = line.split(/\s+/);
  const parts: string[] = [verb];
  let name: string[] = [];
  const close = () => {
    if (name.length > 0) parts.push(places.has(name.join(' ')) ? '<place>' : '<thing>');
    name = [];
  };
  for (const word of rest) {
    if (!isLinking(word)) name.push(word);
    else {
      close();
      parts.push(word);
    }
  }
  close();
  return cut(parts.length > mostWords ? `${parts.slice(0, mostWords).join(' ')} …` : parts.join(' '));
}

/** The places that an opening lists. */
export function placesIn(opening: string): ReadonlySet<string> {
  return new Set(numberedNames(opening).map(({ name }) => name));
}

function cut(text: string): string {
  const shown = visible(text);
  return shown.length > mostCharacters ? `${shown.slice(0, mostCharacters)}…` : shown;
}
