import { parseQuery } from '../../src/engine/query/parse.ts';
import type { RewardBar } from '../../src/protocol/episodeFiles.ts';

/** The condition that a bar of the histogram stands for, as the filter words it. */
export function rewardCondition({ from, to }: RewardBar): string {
  if (from === null || to === null) return 'reward = none';
  return to >= 1 ? `reward >= ${plain(from)}` : `reward >= ${plain(from)} and reward < ${plain(to)}`;
}

/** 0.30000000000000004 is nobody's bound. */
function plain(bound: number): string {
  return String(Number(bound.toFixed(6)));
}

const condition = /(?:^|\sand\s+)(reward = none|reward >= [\d.]+(?: and reward < [\d.]+)?)\s*$/;

/** A filter, taken apart into the condition of a bar at its end, if there is one, and what stands before it. */
export function splitFilter(filter: string): { readonly base: string; readonly reward: string | undefined } {
  const match = condition.exec(filter);
  if (!match) return { base: filter, reward: undefined };
  return { base: filter.slice(0, match.index).trimEnd(), reward: match[1]! };
}

/** The filter after a bar was used: its condition instead of another bar's, or none if it was its own. */
export function toggledReward(filter: string, bar: RewardBar): string {
  const { base, reward } = splitFilter(filter);
  const wanted = rewardCondition(bar);
  if (reward === wanted) return base;
  if (base.trim() === '') return wanted;
  return `${isLoose(base) ? `(${base})` : base} and ${wanted}`;
}

/** Whether "and" after a filter would belong to its last part alone. */
function isLoose(filter: string): boolean {
  const inner = /^\((.*)\)$/s.exec(filter)?.[1];
  const isEnclosed = inner !== undefined && parseQuery(inner).problems.length === 0;
  return !isEnclosed && parseQuery(filter).query.kind === 'or';
}
