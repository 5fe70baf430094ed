import { countText } from '../countText.ts';
import { visible } from './visible.ts';

/** How much of one text is shown. */
export interface ExcerptLimits {
  /** At most so many lines, 4 or more: of more the middle is left out. */
  readonly lines: number;
  /** At most so many UTF-16 units of one line: of more the middle is left out, on a line of its own. */
  readonly characters: number;
}

/** The limits of an editor that shows `lines` lines of a part. */
export function readingLimits(lines: number): ExcerptLimits {
  return { lines: Math.max(4, Math.floor(lines)), characters: 2000 };
}

/** What stands in the place of text that is left out. */
export interface Omission {
  readonly count: number;
  readonly unit: 'line' | 'character' | 'byte' | 'step';
}

/** The lines of a text, safe to show (`visible`), with an omission where something is left out. */
export type Excerpt = readonly (string | Omission)[];

/** `140 lines left out`. */
export function omissionText({ count, unit }: Omission): string {
  return `${countText(count, unit)} left out`;
}

/** The lines of `content`, all of them without limits. Costs grow with what is shown; what is left out is only counted. */
export function excerpt(content: string, limits?: ExcerptLimits): Excerpt {
  if (!limits) return visible(content).split('\n');
  if (content.length <= limits.characters && !content.includes('\n')) return [visible(content)];
  const shown = (text: string) =>
    text
      .replaceAll('\r\n', '\n')
      .split('\n')
      .flatMap(line => cut(line, limits.characters));
  if (endOfLines(content, limits.lines) === content.length) return shown(content);
  const below = Math.floor((limits.lines - 1) / 3);
  const head = endOfLines(content, limits.lines - 1 - below);
  const tail = startOfLastLines(content, below);
  const count = lineEnds(content, head, tail);
  return [...shown(content.slice(0, head)).slice(0, -1), { count, unit: 'line' }, ...shown(content.slice(tail))];
}

/** Where the line after the first `count` lines begins; the length of the text when there is none. */
function endOfLines(text: string, count: number): number {
  let at = 0;
  for (let line = 0; line < count; line++) {
    const end = text.indexOf('\n', at);
    if (end === -1) return text.length;
    at = end + 1;
  }
  return at;
}

/** Where the last `count` lines begin, in a text that has more. */
function startOfLastLines(text: string, count: number): number {
  let end = text.length;
  for (let line = 0; line < count; line++) end = text.lastIndexOf('\n', end - 1);
  return end + 1;
}

function lineEnds(text: string, from: number, to: number): number {
  let count = 0;
  for (let end = text.indexOf('\n', from); end !== -1 && end < to; end = text.indexOf('\n', end + 1)) count++;
  return count;
}

function cut(line: string, characters: number): Excerpt {
  if (line.length <= characters) return [visible(line)];
  const head = boundary(line, Math.ceil((characters * 3) / 4));
  const tail = boundary(line, line.length - Math.floor(characters / 4));
  return [visible(line.slice(0, head)), { count: tail - head, unit: 'character' }, visible(line.slice(tail))];
}

/** The place itself, or the one before it where it would tear a pair of surrogates. */
function boundary(text: string, at: number): number {
  return /[\ud800-\udbff]/.test(text.charAt(at - 1)) && /[\udc00-\udfff]/.test(text.charAt(at)) ? at - 1 : at;
}
