import { excerpt, omissionText, readingLimits } from '../../engine/trajectory/excerpt.ts';
import type { MalformedEpisode, OpenedEpisode } from '../../protocol/episodeFiles.ts';

/** What a document of ours shows, and its text: an episode, a line that is none, a part in full, or why there is nothing. */
export type Shown =
  | { readonly kind: 'episode'; readonly text: string; readonly opened: OpenedEpisode }
  | { readonly kind: 'malformed'; readonly text: string; readonly malformed: MalformedEpisode }
  | { readonly kind: 'part'; readonly text: string }
  | { readonly kind: 'missing'; readonly text: string; readonly error: Error };

/** An episode, or a line that is none. */
export function shownEpisode(answer: OpenedEpisode | MalformedEpisode): Shown {
  return 'problem' in answer
    ? { kind: 'malformed', text: malformedText(answer), malformed: answer }
    : { kind: 'episode', text: answer.text.text, opened: answer };
}

/** Why there is nothing to show. */
export function shownError(error: Error): Shown {
  const text = `This episode cannot be shown.\n${indented('Problem', error.message)}`;
  return { kind: 'missing', text, error };
}

/** The problem of a line that is no episode, where it is, and the line as it stands, cut where it is long. */
function malformedText({ problem, raw }: MalformedEpisode): string {
  const place = [`line ${problem.line}`, problem.column && `column ${problem.column}`, problem.field];
  return [
    'This line is no episode.\n',
    indented('Problem', problem.message),
    indented('Place', place.filter(Boolean).join(', ')),
    '\nLine:\n',
    ...shownLines(raw).map(line => `    ${line}\n`),
  ].join('');
}

function indented(lead: string, content: string): string {
  return `  ${lead}: ${shownLines(content).join('\n    ')}\n`;
}

function shownLines(content: string): string[] {
  return excerpt(content, readingLimits(60)).map(line => (typeof line === 'string' ? line : `… ${omissionText(line)}`));
}
