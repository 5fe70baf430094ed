import { isComplete, type Trajectory } from '../trajectory/trajectory.ts';
import { householdCommand } from './householdCommand.ts';
import { type FailureKind, type MistakeKind, mistakeKinds } from './mistake.ts';
import { stepMistakes } from './stepMistakes.ts';

/** Mistakes about the task itself: one that stands at the end is why the episode failed, whatever came after it. */
const decisive: ReadonlySet<MistakeKind | null> = new Set(['wrong-object', 'wrong-receptacle', 'left-out-step']);

/** What an episode did wrong. */
export interface Failure {
  /** Why it failed; null for a success. */
  readonly kind: FailureKind | null;
  /** Steps of each kind of mistake; kinds that did not occur are absent. */
  readonly counts: Readonly<Partial<Record<MistakeKind, number>>>;
}

/**
 * Why an episode failed, as one kind, by the first rule that applies: it was not played to an end (`broken-off`); its
 * last successful `put` or `use` was a mistake about the task; invalid actions ended it, so what the last one was; the
 * kind that most of its steps are of (of equals the one that stands first in `mistakeKinds`); how it ended.
 */
export function failureOf(episode: Trajectory): Failure {
  const { outcome, steps } = episode;
  const mistakes = stepMistakes(episode);
  const counts: Partial<Record<MistakeKind, number>> = {};
  for (const kind of mistakes) if (kind) counts[kind] = (counts[kind] ?? 0) + 1;
  if (outcome.success) return { kind: null, counts };
  if (!isComplete(outcome.ending)) return { kind: 'broken-off', counts };
  const delivery = steps.findLastIndex(({ action, valid }) => valid && isDelivery(action));
  const last = mistakes[delivery] ?? null;
  if (last && decisive.has(last)) return { kind: last, counts };
  const end = outcome.ending === 'invalid-limit' ? mistakes.at(-1) : undefined;
  const most = mistakeKinds
    .filter(kind => counts[kind])
    .reduce<MistakeKind | undefined>((best, kind) => (best && counts[best]! >= counts[kind]! ? best : kind), undefined);
  return { kind: end ?? most ?? (outcome.ending === 'done' ? 'fell-short' : 'gave-up'), counts };
}

function isDelivery(action: string): boolean {
  const verb = householdCommand(action)?.verb;
  return verb === 'put' || verb === 'use';
}
