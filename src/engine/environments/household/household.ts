import { HumanError } from '../../problem.ts';
import type { Task } from '../../trajectory/trajectory.ts';
import type { Capabilities, Environment, Observation, Snapshot, Transition } from '../environment.ts';
import { compileGame } from './game.ts';
import type { GameSource } from './gameText.ts';
import type { Play } from './play.ts';

/** Finds the game of a task. Rejects with a `HumanError` when there is none, or when its file is malformed. */
export type GameLoader = (task: Task) => Promise<GameSource>;

/**
 * Plays PDDL-and-grammar games as TextWorld does. Reward 1 while the goal holds, else 0; an episode is done when it
 * holds. Nothing is random: the seed changes nothing.
 */
export class Household implements Environment {
  readonly capabilities: Capabilities = { admissible: true, snapshot: true, deterministicReplay: true, expert: true };
  readonly #load: GameLoader;
  #play: Play | undefined;

  constructor(load: GameLoader) {
    this.#load = load;
  }

  async reset(task: Task, _seed: number): Promise<Observation> {
    const play = compileGame(await this.#load(task)).start();
    this.#play = play;
    return observed(play, { text: play.observation });
  }

  async step(action: string): Promise<Transition> {
    const play = this.#current();
    const { observation, valid } = play.step(action);
    const { won } = play;
    return observed(play, { observation, reward: won ? 1 : 0, done: won, success: won, valid });
  }

  snapshot(): Snapshot {
    return this.#current().snapshot();
  }

  restore(snapshot: Snapshot): void {
    this.#current().restore(snapshot);
  }

  async dispose(): Promise<void> {
    this.#play = undefined;
  }

  #current(): Play {
    if (!this.#play) throw new HumanError('No episode has been started; reset the environment to a task first.');
    return this.#play;
  }
}

/** Adds the list of admissible actions, worked out when first read and of the state it was made in. */
function observed<T extends object>(play: Play, values: T): T & { readonly admissible: readonly string[] } {
  return Object.defineProperty(values, 'admissible', {
    enumerable: true,
    get: play.admissibleHere,
  }) as T & { readonly admissible: readonly string[] };
}
