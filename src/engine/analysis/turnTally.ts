import type { History, Trajectory } from '../trajectory/trajectory.ts';
import { actionPattern, placesIn } from './actionPattern.ts';
import { failureNames, type MistakeKind } from './mistake.ts';
import { stepMistakes } from './stepMistakes.ts';
import type { MeasuredEpisode } from './turnChange.ts';

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

/** Turns that do the same. Values are means in nats a turn. */
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

/** One turn whose likelihood has changed a lot. */
export interface NotableTurn extends TurnManner {
  /** What the reader of the tally calls the file of the episode. */
  readonly file: string;
  readonly episode: string;
  /** 0-based. */
  readonly step: number;
  readonly action: string;
  readonly before: number;
  readonly after: number;
}

/** The log-probability of what happens once in a hundred times: what is rarer both before and after tells nothing. */
const likely = Math.log(0.01);

/** Sums over turns, in memory that grows with what is done, not with the episodes. */
export class TurnTally {
  readonly #sums = new Map<string, Sum>();
  readonly #less: NotableTurn[] = [];
  readonly #more: NotableTurn[] = [];
  /** Turns that are kept as the most changed, in each direction; of turns that do the same the one that changed most. */
  readonly #kept: number;
  #episodes = 0;

  constructor(kept = 5) {
    this.#kept = kept;
  }

  get episodes(): number {
    return this.#episodes;
  }

  get turns(): number {
    return [...this.#sums.values()].reduce((all, { turns }) => all + turns, 0);
  }

  add(file: string, { episode, turns }: MeasuredEpisode<Trajectory>): void {
    this.#episodes++;
    for (const [step, manner] of turnManners(episode).entries()) {
      const { before, after, tokens } = turns[step]!;
      const key = `${manner.circumstance}\u0000${manner.pattern}`;
      const sum = this.#sums.get(key) ?? { ...manner, turns: 0, before: 0, after: 0, tokens: 0, less: 0 };
      this.#sums.set(key, sum);
      sum.turns++;
      sum.before += before;
      sum.after += after;
      sum.tokens += tokens;
      if (after < before) sum.less++;
      const { action } = episode.steps[step]!;
      const turn = { ...manner, file, episode: episode.id, step, action, before, after };
      this.#keep(after < before ? this.#less : this.#more, turn);
    }
  }

  /** What turns do, of which there are enough to speak of (one in 2,000); those with the largest total change first. */
  groups(): TurnGroup[] {
    const least = this.turns / 2000;
    return [...this.#sums.values()]
      .filter(({ turns }) => turns >= least)
      .sort((a, b) => Math.abs(b.after - b.before) - Math.abs(a.after - a.before))
      .map(({ pattern, circumstance, turns, before, after, tokens, less }) => ({
        ...{ pattern, circumstance, turns, before: before / turns, after: after / turns },
        ...{ change: (after - before) / turns, tokenChange: (after - before) / tokens, lessLikely: less / turns },
      }));
  }

  /** The turns that changed the most, the largest change first, among those that one of the policies might take (1 %). */
  notable(direction: 'less' | 'more'): readonly NotableTurn[] {
    return direction === 'less' ? this.#less : this.#more;
  }

  #keep(best: NotableTurn[], turn: NotableTurn): void {
    const size = Math.abs(turn.after - turn.before);
    const least = best.at(-1);
    if (
      size === 0 ||
      Math.max(turn.before, turn.after) < likely ||
      (best.length === this.#kept && size <= change(least!))
    )
      return;
    const same = best.findIndex(({ pattern, circumstance }) => {
      return pattern === turn.pattern && circumstance === turn.circumstance;
    });
    if (same >= 0 && change(best[same]!) >= size) return;
    if (same >= 0) best.splice(same, 1);
    best.push(turn);
    best.sort((a, b) => change(b) - change(a));
    best.length = Math.min(best.length, this.#kept);
  }
}

function change({ before, after }: NotableTurn): number {
  return Math.abs(after - before);
}

type Sum = {
  -readonly [K in 'turns' | 'before' | 'after' | 'tokens' | 'less']: number;
} & TurnManner;
