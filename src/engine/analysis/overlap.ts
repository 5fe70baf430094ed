import type { Split, Task } from '../trajectory/trajectory.ts';

/** A task that policies learn from and are judged on. */
export interface Overlap {
  readonly environment: string;
  readonly id: string;
  /** Every split the task was seen in, in the order of first appearance; two or more. */
  readonly splits: readonly Split[];
}

/**
 * Tasks that occur in more than one split, by environment and id, in the order of their first appearance. ETO's own
 * WebShop lists share 21 tasks between training and test; a result on such tasks says little.
 */
export function splitOverlap(tasks: Iterable<Pick<Task, 'environment' | 'split' | 'id'>>): Overlap[] {
  const seen = new Map<string, { environment: string; id: string; splits: Split[] }>();
  for (const { environment, split, id } of tasks) {
    const key = `${environment}\u0000${id}`;
    const entry = seen.get(key);
    if (!entry) seen.set(key, { environment, id, splits: [split] });
    else if (!entry.splits.includes(split)) entry.splits.push(split);
  }
  return [...seen.values()].filter(({ splits }) => splits.length > 1);
}
