import { visible } from '../trajectory/visible.ts';
import type { EpisodeChange } from './changesFile.ts';
import { natsText } from './natsText.ts';

/** Changes of a log-probability below this, in nats, are none to a person. */
const slight = 0.05;

const longestName = 40;

/** What has become of a turn: `log-probability −3.1 → −7.8 in iteration 2 since iteration 1 (less likely)`. */
export function turnChangeText({ before, after, from, to }: EpisodeChange, turn: number): string {
  const change = after[turn]! - before[turn]!;
  const word = Math.abs(change) < slight ? 'about as likely' : change < 0 ? 'less likely' : 'more likely';
  return `log-probability ${turnChangeLabel({ before, after }, turn)} in ${name(to.name)} since ${name(from.name)} (${word})`;
}

/** The same in few characters, for the margin of a line: `−3.1 → −7.8`. */
export function turnChangeLabel({ before, after }: Pick<EpisodeChange, 'before' | 'after'>, turn: number): string {
  return `${natsText(before[turn]!, 1)} → ${natsText(after[turn]!, 1)}`;
}

/** A name from a file that anyone may have written, on one line and short. */
function name(text: string): string {
  const line = visible(text).replace(/\s+/g, ' ');
  return line.length > longestName ? `${line.slice(0, longestName)}…` : line;
}
