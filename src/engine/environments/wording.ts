import { seedOf } from '../random.ts';
import type { Task } from '../trajectory/trajectory.ts';
import type { GameSource } from './household/gameText.ts';

/**
 * `environment.wording`: `own`, games speak as their files do; `0.4`, as ALFWorld does since 0.4 (`move … to …`, places by
 * name); `mixed`, one half of the games of `train` and `val` in either way, so that a policy learns both.
 */
export const wordings = ['own', '0.4', 'mixed'] as const;

/** One of `wordings`. */
export type Wording = (typeof wordings)[number];

/** A game in the words that are asked for. Which half of `mixed` it belongs to depends on the task's id alone. */
export function worded(
  source: GameSource,
  { wording, task }: { readonly wording: Wording; readonly task: Task },
): GameSource {
  return wording === '0.4' || (wording === 'mixed' && isModernHalf(task)) ? modern(source) : source;
}

function isModernHalf({ split, id }: Task): boolean {
  return (split === 'train' || split === 'val') && seedOf('wording', id) % 2 === 1;
}

/** A game of ALFWorld 0.3 in the words of 0.4; one of 0.4 stays as it is. */
export function modern(source: GameSource): GameSource {
  const grammar = source.grammar
    .replaceAll('put {o} in/on {r}', 'move {o} to {r}')
    .replaceAll('You put the {o.name} in/on the {r.name}.', 'You move the {o.name} to the {r.name}.')
    .replaceAll('You arrive at {lend.name}.', 'You arrive at {r.name}.');
  return { ...source, grammar };
}
