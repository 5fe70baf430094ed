import { HumanError } from '../../problem.ts';
import { type Split, splits, type Task } from '../../trajectory/trajectory.ts';
import { instruction } from './game.ts';
import { type Layout, layout } from './layout.ts';

/** The world's name in configurations and trajectories. */
export const environment = 'household';

/** Task `index` of a split of the world that `seed` makes; its id is `<seed>-<split>-<index>`. */
export function household(key: { readonly seed: number; readonly split: Split; readonly index: number }): {
  readonly task: Task;
  readonly layout: Layout;
} {
  const drawn = layout(key);
  const id = `${key.seed}-${key.split}-${key.index}`;
  return { task: { environment, split: key.split, id, instruction: instruction(drawn) }, layout: drawn };
}

/** The layout of a task, from its id alone. Throws a `HumanError` for an id that is none of ours. */
export function layoutOf(id: string): Layout {
  const [, seed, split, index] = /^(-?\d+)-([a-z]+)-(\d+)$/.exec(id) ?? [];
  const found = splits.find(name => name === split);
  if (seed === undefined || !found)
    throw new HumanError(
      `'${id}' is no task of the world '${environment}'; its tasks are called <seed>-<split>-<index>, e.g. 1-train-0.`,
    );
  return layout({ seed: Number(seed), split: found, index: Number(index) });
}
