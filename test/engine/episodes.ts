import type { Stored } from '../../src/engine/preferences/strategy.ts';
import type { TrajectoryFile } from '../../src/engine/preferences/trajectoryFile.ts';
import { encodeTrajectory } from '../../src/engine/trajectory/atif.ts';
import type { Ending, Outcome, Step, Task, Trajectory } from '../../src/engine/trajectory/trajectory.ts';

export const task: Task = {
  environment: 'household',
  split: 'train',
  id: 'mug-1',
  instruction: 'put a mug on the desk.',
};

/** A step that a test says little about: `action` may be prefixed with `!` to be invalid. */
export function step(action: string, observation = `You do: ${action}.`, more: Partial<Step> = {}): Step {
  const valid = !action.startsWith('!');
  const done = valid ? action : action.slice(1);
  return {
    thought: 'I try.',
    action: done,
    text: `Thought: I try.\nAction: ${done}`,
    flags: [],
    observation,
    reward: 0,
    valid,
    ...more,
  };
}

export interface EpisodeOptions {
  readonly id?: string;
  readonly task?: Partial<Task>;
  /** Actions, with a space between. */
  readonly does?: string;
  readonly steps?: readonly Step[];
  readonly opening?: string;
  readonly reward?: number | null;
  readonly ending?: Ending;
  readonly policy?: string;
  readonly rollout?: number;
}

/** An episode that a test says little about; reward 0 unless told. */
export function episode(options: EpisodeOptions = {}): Trajectory {
  const {
    id = 'a',
    does = 'look',
    reward = 0,
    policy = 'model',
    rollout = 0,
    opening = 'You are in a room.',
  } = options;
  const outcome: Outcome = {
    reward,
    success: reward === 1,
    ending: options.ending ?? (reward === 1 ? 'success' : 'step-limit'),
  };
  return {
    id,
    task: { ...task, ...options.task },
    opening,
    steps:
      options.steps ??
      does
        .split(' ')
        .filter(Boolean)
        .map(action => step(action)),
    outcome,
    source: { policy, seed: 1, rollout, temperature: 0 },
  };
}

export function stored(options: EpisodeOptions = {}, file = 'episodes.trajectories.jsonl'): Stored {
  return { file, trajectory: episode(options) };
}

/** A trajectory file in memory, of trajectories and of lines as they are. */
export function memoryFile(file: string, lines: readonly (Trajectory | string)[]): TrajectoryFile {
  const text = lines.map(line => `${typeof line === 'string' ? line : encodeTrajectory(line)}\n`).join('');
  const all = new TextEncoder().encode(text);
  return {
    file,
    async *bytes(range) {
      yield all.slice(range?.from, range?.to);
    },
  };
}
