import { seeded, seedOf } from '../../random.ts';
import type { Split } from '../../trajectory/trajectory.ts';
import { type Family, families, rooms } from './rooms.ts';

/** What a task asks for, apart from where things are. */
export interface Combination {
  readonly family: Family;
  /** The kind of object that is wanted. */
  readonly object: string;
  /** The kind of receptacle it must get to; for `examine` the lamp. */
  readonly target: string;
  readonly room: string;
}

/**
 * The combinations that a split draws a family's tasks from. Of a family's n combinations, in an order that is shuffled
 * once and for all, the first max(1, round(0.15 n)) are `unseen`, the next max(1, round(0.10 n)) `val`, the rest `train`
 * and `seen`. The cut depends on no seed, so that a model trained on one seed's `train` has met no other seed's `unseen`.
 */
export function combinations(family: Family, split: Split): readonly Combination[] {
  return cut[family][split];
}

function every(family: Family): Combination[] {
  return Object.entries(rooms).flatMap(([room, { tasks }]) => {
    const { objects = [], targets = [] } = tasks[family] ?? {};
    return objects.flatMap(object => targets.map(target => ({ family, object, target, room })));
  });
}

const cut = Object.fromEntries(
  families.map(family => {
    const order = seeded(seedOf('combinations', family)).shuffled(every(family));
    const unseen = Math.max(1, Math.round(0.15 * order.length));
    const val = unseen + Math.max(1, Math.round(0.1 * order.length));
    const train = order.slice(val);
    return [family, { train, seen: train, val: order.slice(unseen, val), unseen: order.slice(0, unseen) }];
  }),
) as unknown as Readonly<Record<Family, Readonly<Record<Split, readonly Combination[]>>>>;
