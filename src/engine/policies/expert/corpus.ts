import { Simulation } from '../../environments/builtin/simulation.ts';
import { household } from '../../environments/builtin/task.ts';
import { seeded, seedOf } from '../../random.ts';
import type { Trajectory } from '../../trajectory/trajectory.ts';
import { habitEpisode } from './habitEpisode.ts';
import { habitMeans } from './habits.ts';
import { compactVoice } from './voice.ts';

export interface CorpusOptions {
  readonly seed: number;
  readonly count: number;
  readonly maxSteps?: number;
  /** An episode ends after so many invalid actions, in a row or not. */
  readonly maxInvalid?: number;
}

/**
 * The habit corpus: what the built-in model reads before it is taught anything. Each trajectory is played by an agent
 * with its own bad habits on a `train` task of a world of its own seed, so that other seeds' tasks stay unread.
 */
export function* habitCorpus({ count, ...options }: CorpusOptions): Generator<Trajectory> {
  for (let index = 0; index < count; index++) yield habitTrajectory({ ...options, index });
}

/** One trajectory of the habit corpus; it depends on the seed and its index alone. */
export function habitTrajectory({
  seed,
  index,
  maxSteps = 16,
  maxInvalid = 5,
}: Omit<CorpusOptions, 'count'> & { readonly index: number }): Trajectory {
  const { task, layout } = household({ seed: seedOf('habit corpus', seed), split: 'train', index });
  const simulation = new Simulation(layout);
  const { opening } = simulation;
  const episode = habitEpisode({
    game: {
      task,
      opening,
      admissible: () => simulation.admissible(),
      step: action => simulation.step(action),
    },
    random: seeded(seedOf('habits', seed, index)),
    means: habitMeans,
    voice: compactVoice,
    prefers: 'first',
    maxSteps,
    maxInvalid,
  })!;
  const source = { policy: 'habits', seed, rollout: 0, temperature: 1 };
  return { id: `habits-${seed}-${index}`, ...episode, source };
}
