import { habitEpisode } from '../policies/expert/habitEpisode.ts';
import type { Habits } from '../policies/expert/habits.ts';
import { plainVoice } from '../policies/expert/voice.ts';
import { seeded, seedOf } from '../random.ts';
import type { History, Task } from '../trajectory/trajectory.ts';
import { compileGame } from './household/game.ts';
import type { GameSource } from './household/gameText.ts';
import { modern } from './wording.ts';

/** Mean rates of bad habits in ALFWorld's rooms, where there is more to get wrong than in ours. */
export const gameHabitMeans: Habits = { revisit: 0.4, forget: 0.4, pass: 0.3, drop: 0.4, misnumber: 0.05, wander: 0.1 };

/** Every so many-th episode is played in the wording of ALFWorld 0.4. */
const modernEvery = 5;

/**
 * An episode of an agent with bad habits in a game: what a model made from nothing reads before it is taught anything.
 * It depends on game, seed and index alone; undefined where the agent does not understand the task.
 */
export function gameHabits(
  source: GameSource,
  { task, seed, index }: { readonly task: Task; readonly seed: number; readonly index: number },
): History | undefined {
  const isModern = index % modernEvery === modernEvery - 1;
  const play = compileGame(isModern ? modern(source) : source).start();
  return habitEpisode({
    game: {
      task,
      opening: play.observation,
      admissible: () => play.admissible,
      step(action) {
        const { observation, valid } = play.step(action);
        return { observation, valid, success: play.won };
      },
    },
    random: seeded(seedOf('habits in games', seed, index)),
    means: gameHabitMeans,
    voice: plainVoice,
    prefers: 'last',
    maxSteps: 30,
    maxInvalid: 6,
  });
}
