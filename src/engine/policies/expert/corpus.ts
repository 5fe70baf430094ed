import { Simulation } from '../../environments/builtin/simulation.ts';
import { household } from '../../environments/builtin/task.ts';
import { seeded, seedOf } from '../../random.ts';
import type { Ending, Step, Trajectory } from '../../trajectory/trajectory.ts';
import { reactTurn } from '../react.ts';
import { parseGoal } from './goal.ts';
import { drawHabits, HabitAgent } from './habits.ts';
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
 * Trajectory i depends on the seed and i alone.
 */
export function* habitCorpus({ seed, count, maxSteps = 16, maxInvalid = 5 }: CorpusOptions): Generator<Trajectory> {
  const world = seedOf('habit corpus', seed);
  for (let index = 0; index < count; index++) {
    const random = seeded(seedOf('habits', seed, index));
    const { task, layout } = household({ seed: world, split: 'train', index });
    const simulation = new Simulation(layout);
    const { opening } = simulation;
    const goal = parseGoal(opening)!;
    const agent = new HabitAgent({ goal, opening, habits: drawHabits(random), random });
    const steps: Step[] = [];
    let ending: Ending = 'step-limit';
    for (let invalid = 0; steps.length < maxSteps; ) {
      const { action, purpose } = agent.act(() => simulation.admissible());
      const { observation, valid, success } = simulation.step(action);
      agent.observe(action, observation);
      steps.push({ ...reactTurn(compactVoice(purpose, goal), action), observation, reward: success ? 1 : 0, valid });
      if (success) {
        ending = 'success';
        break;
      }
      if (!valid && ++invalid === maxInvalid) {
        ending = 'invalid-limit';
        break;
      }
    }
    const success = ending === 'success';
    yield {
      id: `habits-${seed}-${index}`,
      task,
      opening,
      steps,
      outcome: { reward: success ? 1 : 0, success, ending },
      source: { policy: 'habits', seed, rollout: 0, temperature: 1 },
    };
  }
}
