import type { Task, Trajectory } from '../trajectory/trajectory.ts';
import type { PairProposal } from './pair.ts';

/** A stored trajectory and where it is stored. */
export interface Stored {
  readonly file: string;
  readonly trajectory: Trajectory;
}

/** Everything known about one task: what a pair strategy looks at. */
export interface TaskGroup {
  readonly task: Task;
  /** The demonstration, where there is one. */
  readonly expert?: Stored;
  /** The policy's own episodes, by rollout. */
  readonly episodes: readonly Stored[];
}

/** Makes pairs of one task's trajectories. Pure: equal groups give equal proposals, in a stable order. */
export interface PairStrategy {
  readonly name: string;
  /** Every episode that enters no pair is accounted for by a reason; a task without any pair has at least one reason. */
  propose(group: TaskGroup): PairProposal[];
}
