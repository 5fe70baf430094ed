import {
  type Ending,
  type History,
  isComplete,
  type Task,
  type Trajectory,
  type Turn,
} from '../trajectory/trajectory.ts';
import type { Halt, Policy } from './policy.ts';

/**
 * Says again what was recorded, and checks that the environment answers as it did then. An episode repeats the recording
 * of its own name, so that every rollout has its own; where there is none, the first recording of its task. The episode halts where the two part, naming the step, what was recorded and what came; and where the
 * recording ends before the episode does, for the recorded reason if that was not the environment's word.
 */
export function replayPolicy(recordings: Iterable<Trajectory>): Policy {
  const byTask = new Map<string, Trajectory[]>();
  for (const recording of recordings) {
    const key = taskKey(recording.task);
    byTask.set(key, [...(byTask.get(key) ?? []), recording]);
  }
  return {
    name: 'replay',
    deterministic: true,
    async act(history, { episode, signal }) {
      signal.throwIfAborted();
      const known = byTask.get(taskKey(history.task));
      const recording = known?.find(({ id }) => id === episode) ?? known?.[0];
      if (!recording) return error(`There is no recording of task '${history.task.id}'.`);
      return divergence(history, recording) ?? nextTurn(history, recording);
    },
  };
}

function taskKey({ environment, split, id }: Task): string {
  return JSON.stringify([environment, split, id]);
}

/** Where the latest thing that the environment said is not what was recorded. */
function divergence({ opening, steps }: History, recording: Trajectory): Halt | undefined {
  const last = steps.length - 1;
  const got = last < 0 ? opening : steps[last]?.observation;
  const expected = last < 0 ? recording.opening : recording.steps[last]?.observation;
  if (got === expected) return undefined;
  const where = last < 0 ? 'The opening' : `The observation of step ${last + 1}`;
  const message = `${where} is not the recorded one: expected ${JSON.stringify(expected)}, got ${JSON.stringify(got)}.`;
  return { halted: 'environment-error', message };
}

function nextTurn({ steps }: History, { steps: recorded, outcome }: Trajectory): Turn | Halt {
  const step = recorded[steps.length];
  if (step) {
    const { observation, reward, valid, ...turn } = step;
    return turn;
  }
  const { ending, message } = outcome;
  if (isHalt(ending)) return { halted: ending, message: message ?? 'The recorded episode ended here.' };
  return error(`The recording ends after ${recorded.length} steps, the episode does not.`);
}

function isHalt(ending: Ending): ending is Halt['halted'] {
  return !isComplete(ending);
}

function error(message: string): Halt {
  return { halted: 'policy-error', message };
}
