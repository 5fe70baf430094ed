import { changeText, difference } from '../configuration/difference.ts';
import { HumanError } from '../problem.ts';
import type { Json } from '../trajectory/atif.ts';
import type { Source, Step, Task } from '../trajectory/trajectory.ts';

/** All that decides what an exploration gives: equal plans give equal trajectories. How many run at once is not part of it. */
export interface ExplorationPlan {
  /** The policy's name, recorded as the source of every trajectory. */
  readonly policy: string;
  readonly tasks: readonly Task[];
  /** Episodes a task. */
  readonly rollouts: number;
  /** One for all rollouts, or a list: one a rollout, its last for the rest. 0 is greedy. */
  readonly temperature: number | readonly number[];
  /** An episode ends after this many steps. */
  readonly maxSteps: number;
  /** An episode ends after this many invalid actions in a row; 0 never ends it. */
  readonly maxInvalid: number;
  readonly seed: number;
  readonly iteration?: number;
  /** What else decides the outcome, frozen with the rest: settings of the environment and of the policy, a checkpoint's hash. */
  readonly setup?: Json;
}

/** One episode to be played. */
export interface EpisodeOrder {
  /** The trajectory's id: the task's id, `#`, the rollout. */
  readonly id: string;
  readonly task: Task;
  readonly source: Source;
  readonly maxSteps: number;
  readonly maxInvalid: number;
  /** How the episode went in an earlier process: taken again and checked, then continued. */
  readonly recorded?: EpisodeRecording;
}

/** The beginning of an episode. */
export interface EpisodeRecording {
  readonly opening: string;
  readonly steps: readonly Step[];
}

/** The episodes of a plan in canonical order: by task, then by rollout. Throws `HumanError` for a task that is listed twice. */
export function ordersOf(plan: ExplorationPlan): EpisodeOrder[] {
  const { policy, tasks, rollouts, temperature, maxSteps, maxInvalid, seed, iteration } = plan;
  const ids = new Set<string>();
  const twice = tasks.find(({ id }) => ids.size === ids.add(id).size);
  if (twice) throw new HumanError(`The task "${twice.id}" is listed twice: explore it once, with more rollouts.`);
  const temperatureOf = (rollout: number) =>
    typeof temperature === 'number' ? temperature : (temperature[rollout] ?? temperature.at(-1) ?? 0);
  return tasks.flatMap(task =>
    Array.from({ length: rollouts }, (_, rollout) => ({
      id: `${task.id}#${rollout}`,
      task,
      source: {
        policy,
        seed,
        rollout,
        temperature: temperatureOf(rollout),
        ...(iteration !== undefined && { iteration }),
      },
      maxSteps,
      maxInvalid,
    })),
  );
}

/** What differs between two plans, for people; the first few differences. */
export function planDifferences(before: ExplorationPlan, after: ExplorationPlan): string {
  const byId = (plan: ExplorationPlan) => ({
    ...plan,
    tasks: Object.fromEntries(plan.tasks.map(task => [task.id, task])),
  });
  const changes = difference(byId(before), byId(after)).map(changeText);
  const more = changes.length > 5 ? `; and ${changes.length - 5} more` : '';
  return `${changes.slice(0, 5).join('; ') || 'the order of the tasks'}${more}`;
}
