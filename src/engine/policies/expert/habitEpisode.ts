import type { Random } from '../../random.ts';
import type { Ending, Step, Task, Trajectory } from '../../trajectory/trajectory.ts';
import { reactTurn } from '../react.ts';
import { parseGoal } from './goal.ts';
import { drawHabits, HabitAgent, type Habits } from './habits.ts';
import type { Manner } from './plan.ts';
import type { Voice } from './voice.ts';

/** A game of one episode, as an agent with habits plays it. */
export interface HabitGame {
  readonly task: Task;
  readonly opening: string;
  /** Valid actions now, sorted. */
  admissible(): readonly string[];
  step(action: string): { readonly observation: string; readonly valid: boolean; readonly success: boolean };
}

export interface HabitEpisodeOptions {
  readonly game: HabitGame;
  /** Decides habits and whims. */
  readonly random: Random;
  readonly means: Habits;
  readonly voice: Voice;
  readonly prefers: Manner['prefers'];
  readonly maxSteps: number;
  /** The episode ends after so many invalid actions, in a row or not. */
  readonly maxInvalid: number;
}

/** An episode of an agent that draws its own bad habits; undefined for a task whose sentence it does not understand. */
export function habitEpisode(
  options: HabitEpisodeOptions,
): Pick<Trajectory, 'task' | 'opening' | 'steps' | 'outcome'> | undefined {
  const { game, random, means, voice, prefers, maxSteps, maxInvalid } = options;
  const { task, opening } = game;
  const goal = parseGoal(opening);
  if (!goal) return undefined;
  const agent = new HabitAgent({ goal, opening, habits: drawHabits(random, means), random, prefers });
  const steps: Step[] = [];
  let ending: Ending = 'step-limit';
  for (let invalid = 0; steps.length < maxSteps; ) {
    const { action, purpose } = agent.act(() => game.admissible());
    const { observation, valid, success } = game.step(action);
    agent.observe(action, observation);
    steps.push({ ...reactTurn(voice(purpose, goal), action), observation, reward: success ? 1 : 0, valid });
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
  return { task, opening, steps, outcome: { reward: success ? 1 : 0, success, ending } };
}
