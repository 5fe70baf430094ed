import type { History } from '../trajectory/trajectory.ts';
import { actionPattern, placesIn } from './actionPattern.ts';
import { failureNames, type MistakeKind } from './mistake.ts';
import { stepMistakes } from './stepMistakes.ts';

/** How a turn stands in its episode: what is wrong with its step, else whether the action was taken before. */
export type Circumstance = MistakeKind | 'first-time' | 'again';

/** What people call a circumstance. */
export function circumstanceName(circumstance: Circumstance): string {
  if (circumstance === 'first-time') return 'first time';
  return circumstance === 'again' ? 'again, new answer' : failureNames[circumstance];
}

/** What a turn does, whatever it does it to. */
export interface TurnManner {
  readonly pattern: string;
  readonly circumstance: Circumstance;
}

/** What each turn of an episode does. */
export function turnManners(episode: History): TurnManner[] {
  const mistakes = stepMistakes(episode);
  const places = placesIn(episode.opening);
  const taken = new Set<string>();
  return episode.steps.map(({ action }, index) => {
    const circumstance = mistakes[index] ?? (taken.has(action) ? 'again' : 'first-time');
    taken.add(action);
    return { pattern: actionPattern(action, places), circumstance };
  });
}

/** A turn's values, as many as are told for it. */
export interface ChangedTurn extends TurnManner {
  readonly before: number;
  readonly after: number;
  readonly tokens: number;
}

/** Turns that do the same. Means are in nats a turn. */
export interface TurnGroup extends TurnManner {
  readonly turns: number;
  readonly before: number;
  readonly after: number;
  readonly change: number;
  /** Mean change a token. */
  readonly tokenChange: number;
  /** Share of the turns that became less likely. */
  readonly lessLikely: number;
}

/** Sums the turns that do the same; at first those whose total change is largest, in either direction. */
export function groupTurns(turns: Iterable<ChangedTurn>): TurnGroup[] {
  const sums = new Map<string, Sum>();
  for (const { pattern, circumstance, before, after, tokens } of turns) {
    const key = `${circumstance}\u0000${pattern}`;
    const sum = sums.get(key) ?? { pattern, circumstance, turns: 0, before: 0, after: 0, tokens: 0, less: 0 };
    sum.turns++;
    sum.before += before;
    sum.after += after;
    sum.tokens += tokens;
    if (after < before) sum.less++;
    sums.set(key, sum);
  }
  return [...sums.values()]
    .sort((a, b) => Math.abs(b.after - b.before) - Math.abs(a.after - a.before))
    .map(({ less, tokens, ...sum }) => ({
      ...sum,
      before: sum.before / sum.turns,
      after: sum.after / sum.turns,
      change: (sum.after - sum.before) / sum.turns,
      tokenChange: (sum.after - sum.before) / tokens,
      lessLikely: less / sum.turns,
    }));
}

type Sum = {
  -readonly [K in 'turns' | 'before' | 'after' | 'tokens' | 'less']: number;
} & TurnManner;
