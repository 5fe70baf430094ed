import * as vscode from 'vscode';
import type { NoPairReason } from '../../engine/preferences/pair.ts';
import { count, FieldError, type Fields, list, object, optional, string } from '../../engine/trajectory/fields.ts';
import { jsonIn } from './stageSummary.ts';

/** An episode that entered no pair, or a task without any. */
export interface Unpaired {
  readonly task: string;
  readonly episode?: string;
  readonly reason: string;
}

/** What the builder of a pair file left beside it: why there are no more pairs. */
export interface PairSummaryFile {
  readonly tasks: number;
  readonly pairedTasks: number;
  readonly unpaired: readonly Unpaired[];
}

/** `summary.json` of a folder; undefined where there is none of the kind. */
export async function pairSummaryIn(folder: vscode.Uri): Promise<PairSummaryFile | undefined> {
  const fields = await jsonIn(vscode.Uri.joinPath(folder, 'summary.json'));
  return fields && readPairSummary(fields);
}

/** Reads `summary.json`; undefined where it is none. */
export function readPairSummary(fields: Fields): PairSummaryFile | undefined {
  try {
    return {
      tasks: count(fields['tasks'], 'tasks'),
      pairedTasks: count(fields['pairedTasks'], 'pairedTasks'),
      unpaired: list(fields['unpaired'], 'unpaired').map((item, index): Unpaired => {
        const at = `unpaired[${index}]`;
        const entry = object(item, at);
        const episode = optional(entry['episode'], `${at}.episode`, string);
        const [task, reason] = [string(entry['task'], `${at}.task`), string(entry['reason'], `${at}.reason`)];
        return { task, reason, ...(episode !== undefined && { episode }) };
      }),
    };
  } catch (error) {
    if (error instanceof FieldError) return undefined;
    throw error;
  }
}

/** Those without a pair by reason, the most frequent reason first. */
export function byReason(unpaired: readonly Unpaired[]): readonly (readonly [string, readonly Unpaired[]])[] {
  return [...Map.groupBy(unpaired, ({ reason }) => reason)].sort(([, a], [, b]) => b.length - a.length);
}

const words: Readonly<Record<NoPairReason, string>> = {
  'no-episode': 'the task was not played',
  'empty-episode': 'the episode has no steps',
  'no-expert': 'the task has no demonstration',
  'no-success': 'the task has no success to prefer',
  'no-failure': 'it is itself what would be preferred',
  'null-reward': 'the episode has no reward',
  'incomplete-episode': 'the episode was not played to its end',
  tie: 'both sides have the same reward',
  'below-margin': 'the rewards are too close',
  duplicate: 'the same turns stand in another pair',
  'over-quota': 'the task has as many pairs as it may have',
  'identical-after-cut': 'both sides say the same',
  'no-common-prompt': 'the environment answered differently before the sides part',
  'no-next-turn': 'one side is over where the sides part',
  'over-length': 'a side is too long',
  'noisy-loser': 'the rejected side is noise',
};

/** What a reason means; empty for one that is not known. */
export function reasonText(reason: string): string {
  return Object.hasOwn(words, reason) ? words[reason as NoPairReason] : '';
}
