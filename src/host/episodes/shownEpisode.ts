import { excerpt, omissionText, readingLimits } from '../../engine/trajectory/excerpt.ts';
import { visible } from '../../engine/trajectory/visible.ts';
import type { MalformedEpisode, OpenedEpisode } from '../../protocol/episodeFiles.ts';

/** What a document of ours shows, and its text: an episode, a line that is none, a part in full, or why there is nothing. */
export type Shown =
  | { readonly kind: 'episode'; readonly text: string; readonly opened: OpenedEpisode }
  | { readonly kind: 'malformed'; readonly text: string; readonly malformed: MalformedEpisode; readonly at: TextPlace }
  | { readonly kind: 'part'; readonly text: string }
  | { readonly kind: 'missing'; readonly text: string; readonly error: Error };

/** A place in a document, both counted from 0. */
export interface TextPlace {
  readonly line: number;
  readonly character: number;
}

/** An episode, or a line that is none. */
export function shownEpisode(answer: OpenedEpisode | MalformedEpisode): Shown {
  return 'problem' in answer ? malformed(answer) : { kind: 'episode', text: answer.text.text, opened: answer };
}

/** Why there is nothing to show. */
export function shownError(error: Error): Shown {
  const text = `This episode cannot be shown.\n${indented('Problem', error.message)}`;
  return { kind: 'missing', text, error };
}

const depth = 4;

/** The problem of a line that is no episode, where it is, and the line as it stands, cut where it is long. */
function malformed(answer: MalformedEpisode): Shown {
  const { problem, raw, omitted } = answer;
  const place = [`line ${problem.line}`, problem.column && `column ${problem.column}`, problem.field];
  const head = [
    'This line is no episode.\n',
    indented('Problem', problem.message),
    indented('Place', place.filter(Boolean).join(', ')),
    '\nLine:\n',
  ].join('');
  const [first = '', ...rest] = shownLines(raw);
  if (omitted > 0) rest.push(`… ${omissionText({ count: omitted, unit: 'byte' })}`);
  const text = [head, ...[first, ...rest].map(line => `${' '.repeat(depth)}${line}\n`)].join('');
  const before = problem.column === undefined ? undefined : visible(raw.slice(0, problem.column - 1)).length;
  const isShown = before !== undefined && before < first.length;
  const at = isShown ? { line: head.split('\n').length - 1, character: depth + before } : { line: 0, character: 0 };
  return { kind: 'malformed', text, malformed: answer, at };
}

function indented(lead: string, content: string): string {
  return `  ${lead}: ${shownLines(content).join('\n    ')}\n`;
}

function shownLines(content: string): string[] {
  return excerpt(content, readingLimits(60)).map(line => (typeof line === 'string' ? line : `… ${omissionText(line)}`));
}
