import type { Split, Trajectory } from '../trajectory/trajectory.ts';
import { splits } from '../trajectory/trajectory.ts';
import { type Failure, failureOf } from './failure.ts';
import { type FailureKind, failureKinds } from './mistake.ts';
import { differenceInterval, type Interval, type Score } from './statistics.ts';

/** How a task went before and after. */
export interface TaskChange {
  readonly environment: string;
  readonly split: Split;
  readonly task: string;
  readonly instruction: string;
  /** The episode's id and why it failed; `kind` is null for a success. */
  readonly before: { readonly id: string } & Failure;
  readonly after: { readonly id: string } & Failure;
  /** `unjudged` where either episode has no reward: such a task is in no rate. */
  readonly change: 'fixed' | 'broken' | 'failing' | 'solved' | 'unjudged';
}

/** A kind of failure on the same tasks, before and after. */
export interface KindChange {
  readonly kind: FailureKind;
  readonly before: number;
  readonly after: number;
  /** Of the failures before, those that are solved now. */
  readonly fixed: number;
  /** Of the failures now, those that were solved before. */
  readonly broken: number;
}

/** The paired success of a split or of all tasks. */
export interface PairedSuccess {
  readonly split: Split | 'all';
  /** Tasks that both were judged on. */
  readonly tasks: number;
  readonly before: number;
  readonly after: number;
  readonly fixed: number;
  readonly broken: number;
  /** Share solved after minus share solved before, over the tasks (bootstrap of the paired differences). */
  readonly difference: Interval | null;
}

/** Failures of two policies on the tasks that both have played. */
export interface FailureChanges {
  readonly tasks: readonly TaskChange[];
  readonly kinds: readonly KindChange[];
  /** All tasks first, then each split where there are several. */
  readonly success: readonly PairedSuccess[];
  /** Tasks that only one of them has played. */
  readonly unshared: number;
}

/** Compares how two policies failed on the same tasks. Of several episodes of a task the best counts, then the first. */
export function failureChanges(before: readonly Trajectory[], after: readonly Trajectory[]): FailureChanges {
  const [old, now] = [bestByTask(before), bestByTask(after)];
  const tasks = [...old].flatMap(([key, first]): TaskChange[] => {
    const second = now.get(key);
    return second ? [taskChange(first, second)] : [];
  });
  const kinds = failureKinds.flatMap((kind): KindChange[] => {
    const was = tasks.filter(task => task.before.kind === kind);
    const is = tasks.filter(task => task.after.kind === kind);
    if (was.length + is.length === 0) return [];
    const fixed = was.filter(({ change }) => change === 'fixed').length;
    return [
      {
        ...{ kind, before: was.length, after: is.length, fixed },
        broken: is.filter(({ change }) => change === 'broken').length,
      },
    ];
  });
  const played = splits.filter(split => tasks.some(task => task.split === split));
  const success = [
    pairedSuccess('all', tasks),
    ...(played.length > 1 ? played.map(split => pairedSuccess(split, tasks)) : []),
  ];
  return { tasks, kinds, success, unshared: old.size + now.size - 2 * tasks.length };
}

function bestByTask(episodes: readonly Trajectory[]): Map<string, Trajectory> {
  const best = new Map<string, Trajectory>();
  for (const episode of episodes) {
    const key = [episode.task.environment, episode.task.split, episode.task.id].join('\u0000');
    const known = best.get(key);
    if (!known || (episode.outcome.reward ?? -1) > (known.outcome.reward ?? -1)) best.set(key, episode);
  }
  return best;
}

function taskChange(first: Trajectory, second: Trajectory): TaskChange {
  const { environment, split, id: task, instruction } = first.task;
  const before = { id: first.id, ...failureOf(first) };
  const after = { id: second.id, ...failureOf(second) };
  return { environment, split, task, instruction, before, after, change: changeOf(first, second) };
}

function changeOf({ outcome: before }: Trajectory, { outcome: after }: Trajectory): TaskChange['change'] {
  if (before.reward === null || after.reward === null) return 'unjudged';
  if (before.success) return after.success ? 'solved' : 'broken';
  return after.success ? 'fixed' : 'failing';
}

function pairedSuccess(split: PairedSuccess['split'], all: readonly TaskChange[]): PairedSuccess {
  const tasks = all.filter(task => task.change !== 'unjudged' && (split === 'all' || task.split === split));
  const count = (...changes: readonly TaskChange['change'][]) =>
    tasks.filter(({ change }) => changes.includes(change)).length;
  const scores = (side: 'before' | 'after'): Score[] =>
    tasks.map(task => ({
      ...{ seed: 0, task: [task.environment, task.split, task.task].join('\u0000') },
      value: task[side].kind === null ? 1 : 0,
    }));
  return {
    ...{ split, tasks: tasks.length, before: count('solved', 'broken'), after: count('solved', 'fixed') },
    ...{ fixed: count('fixed'), broken: count('broken') },
    difference: differenceInterval(scores('after'), scores('before'), { seed: 0 }),
  };
}
