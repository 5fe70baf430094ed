import { stepProblemKinds } from '../../src/engine/analysis/problems.ts';
import { fields } from '../../src/engine/query/field.ts';
import type { EpisodeSummary, FileStatus } from '../../src/protocol/episodeFiles.ts';

const whole = new Intl.NumberFormat('en');

/** `1,234 episodes`, `1 episode`. */
export function counted(count: number, noun: string): string {
  return `${whole.format(count)} ${noun}${count === 1 ? '' : 's'}`;
}

/** A number with its thousands apart. */
export function grouped(count: number): string {
  return whole.format(count);
}

/** A reward or a rate of rewards: two decimals, or as many as it takes to tell it from 0 and 1. */
export function rewardText(reward: number): string {
  const text = reward.toFixed(2);
  if ((text === '0.00' && reward !== 0) || (text === '1.00' && reward !== 1)) return String(reward);
  return Number.isInteger(reward) ? String(reward) : text;
}

/** Whole per cent; neither 0 % nor 100 % unless it is so. */
export function percentText(part: number): string {
  const percent = part <= 0 || part >= 1 ? part * 100 : Math.min(99, Math.max(1, Math.round(part * 100)));
  return `${percent} %`;
}

/** How much of a file is read, 0 to 1: whether lines are found and whether they are summarised. */
export function readPart({ bytes, indexed, rows, summarised, complete }: FileStatus): number {
  if (complete || bytes === 0) return 1;
  return Math.min(0.99, (indexed / bytes) * (rows === 0 ? 1 : summarised / rows));
}

/** What stands in the status line: what a file holds, as far as it is read, and how much of it passes the filter. */
export function statusWords(status: FileStatus, shown: { readonly filter: string; readonly matches: number }): string {
  const { complete, averageReward, successRate, malformed } = status;
  const episodes = counted(status.rows - malformed, 'episode');
  const words = [
    ...(complete ? [] : [`${percentText(readPart(status))} read`]),
    ...(averageReward === null ? [] : [`average reward ${averageReward.toFixed(2)}`]),
    ...(successRate === null ? [] : [`success rate ${percentText(successRate)}`]),
    ...(malformed === 0 ? [] : [counted(malformed, 'malformed line')]),
  ];
  if (shown.filter === '') return [episodes, ...words].join(', ');
  const part = `${grouped(shown.matches)} of ${episodes} shown`;
  return words.length === 0 ? part : `${part}. In the file: ${words.join(', ')}`;
}

/** What stands in the place of rows when there are none. */
export interface EmptyWords {
  readonly message: string;
  /** What can be done about it. */
  readonly offer?: 'clear-filter' | 'open-as-text';
}

/** Why a list is empty. */
export function emptyWords(status: FileStatus, filter: string): EmptyWords {
  if (status.bytes === 0) return { message: 'The file is empty. Episodes appear here as they are written.' };
  const isFiltered = filter.trim() !== '';
  if (status.complete && isFiltered && status.rows > 0)
    return { message: 'No episode matches the filter.', offer: 'clear-filter' };
  if (status.complete) return { message: 'The file holds no episodes, only blank lines.', offer: 'open-as-text' };
  const read = `Reading, ${percentText(readPart(status))} done`;
  return isFiltered && status.rows > 0
    ? { message: `${read}. Nothing matches the filter so far.`, offer: 'clear-filter' }
    : { message: `${read}…` };
}

const problemNames = stepProblemKinds.map(kind => ({
  kind,
  name: fields.find(field => field.type === 'count' && field.column === kind)!.name,
}));

/** The problems of an episode in the filter's own words: `loops 4, invalid 2`. */
export function problemWords(problems: EpisodeSummary['problems']): string {
  return problemNames.flatMap(({ kind, name }) => (problems[kind] ? [`${name} ${problems[kind]}`] : [])).join(', ');
}
