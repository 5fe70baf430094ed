import { HumanError } from '../../engine/problem.ts';
import { seeded, seedOf } from '../../engine/random.ts';
import type { Split, Task } from '../../engine/trajectory/trajectory.ts';
import type { StageContext } from './stageContext.ts';

type Tasks = Pick<StageContext, 'world' | 'configuration' | 'limit' | 'note'>;

/** The first tasks of a split, as many as the configuration asks for and the world has. Says when the world has none. */
export async function splitTasks(
  { world, configuration, limit, note }: Tasks,
  split: Split,
  most?: number,
): Promise<readonly Task[]> {
  const asked = Math.min(most ?? Number.POSITIVE_INFINITY, configuration.environment.tasks[split]);
  const tasks = await world.tasks(split, Math.min(asked, limit ?? Number.POSITIVE_INFINITY));
  if (asked > 0 && tasks.length === 0) note(`The environment has no task of the split "${split}" that can be played.`);
  return tasks;
}

/** Throws a `HumanError` when tasks of `wanted` splits are asked for and the world has none at all. */
export function refuseNothing(
  tasks: readonly Task[],
  wanted: readonly Split[],
  { world, configuration: { environment } }: Tasks,
): readonly Task[] {
  if (tasks.length > 0 || wanted.every(split => environment.tasks[split] === 0)) return tasks;
  const where = environment.root === undefined ? 'its settings' : `what lies below ${environment.root}`;
  const message = `The environment "${world.name}" has no task of ${wanted.join(', ')} to play: check ${where}.`;
  throw new HumanError(message, world.skipped?.problems);
}

/**
 * Training tasks whose expert trajectory may be learned from: drawn anew for each seed, in the order of the split. They
 * are the same whatever the limit, so that a quick look and the whole share them.
 */
export async function demonstrationTasks(context: StageContext, seed: number): Promise<readonly Task[]> {
  const { limit: _, ...whole } = context;
  const tasks = await splitTasks(whole, 'train');
  const count = context.configuration.environment.tasks.demonstrations;
  const drawn = new Set(seeded(seedOf(seed, 'demonstrations')).shuffled(tasks).slice(0, count));
  return tasks.filter(task => drawn.has(task));
}

/** Tasks on which policies are judged: the evaluation splits, and `val` where the gate needs it. */
export async function evaluationTasks(context: StageContext): Promise<readonly Task[]> {
  const { splits, tasks, gate } = context.configuration.evaluate;
  const wanted: readonly Split[] = gate && !splits.includes('val') ? ['val', ...splits] : splits;
  const sets = await Promise.all(wanted.map(split => splitTasks(context, split, split === 'val' ? undefined : tasks)));
  return refuseNothing(sets.flat(), wanted, context);
}
