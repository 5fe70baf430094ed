import type { Environment, Observation, Transition } from '../environments/environment.ts';
import type { ActOptions } from '../policies/policy.ts';
import { seedOf } from '../random.ts';
import type { Ending, History, Outcome, Step, Turn } from '../trajectory/trajectory.ts';
import type { EpisodeEvent } from './episode.ts';
import type { EpisodeOrder } from './plan.ts';

/** The answer to a turn in which no action was found; such a turn counts as an invalid step. */
export const noActionObservation = 'No action was found. Write one line that begins with "Action:".';

/** An episode while it is played: what was said so far and where the environment stands. */
export class EpisodeState {
  readonly #environment: Environment;
  readonly #order: EpisodeOrder;
  readonly #steps: Step[] = [];
  #opening = '';
  #shown: Pick<Observation, 'admissible'> = {};
  #reward = 0;
  #done = false;
  #invalidInARow = 0;

  constructor(environment: Environment, order: EpisodeOrder) {
    this.#environment = environment;
    this.#order = order;
  }

  get history(): History {
    return { task: this.#order.task, opening: this.#opening, steps: this.#steps };
  }

  /**
   * Starts the environment; rejects when that fails. Its seed depends on the task alone: all episodes of a task, the
   * expert's too, begin alike, so that pairs share their prompt.
   */
  async open(): Promise<string> {
    const { task } = this.#order;
    const first = await this.#environment.reset(task, seedOf('environment', task.id));
    this.#shown = first;
    this.#opening = first.text.toWellFormed();
    return this.#opening;
  }

  /** Takes a turn's action; rejects when the environment fails, and then nothing has changed here. */
  async take(turn: Turn): Promise<Step> {
    const step = turn.action.trim() === '' ? this.#withoutAction(turn) : await this.#act(turn);
    this.#steps.push(step);
    this.#invalidInARow = step.valid ? 0 : this.#invalidInARow + 1;
    return step;
  }

  #withoutAction(turn: Turn): Step {
    const flags: Turn['flags'] = turn.flags.includes('no-action') ? turn.flags : ['no-action', ...turn.flags];
    return { ...turn, flags, observation: noActionObservation, reward: this.#reward, valid: false };
  }

  async #act(turn: Turn): Promise<Step> {
    const transition: Transition = await this.#environment.step(turn.action);
    const { observation, reward, done, valid } = transition;
    if (!(reward >= 0 && reward <= 1)) throw new RangeError(`The reward must lie in [0, 1], but it is ${reward}.`);
    this.#shown = transition;
    this.#reward = reward;
    this.#done = done;
    return { ...turn, observation: observation.toWellFormed(), reward, valid };
  }

  /** Why the episode is over; undefined while it goes on. */
  get ending(): Ending | undefined {
    if (this.#done) return this.#reward >= 1 ? 'success' : 'done';
    const { maxInvalid, maxSteps } = this.#order;
    if (maxInvalid > 0 && this.#invalidInARow >= maxInvalid) return 'invalid-limit';
    return this.#steps.length >= maxSteps ? 'step-limit' : undefined;
  }

  /** The circumstances of the next turn; its seed depends on the plan's seed, the task, the rollout and the step alone. */
  actOptions(signal: AbortSignal): ActOptions {
    const { id, task, source } = this.#order;
    const shown = this.#shown;
    const seed = seedOf(source.seed, task.id, source.rollout, this.#steps.length);
    const options = { episode: id, seed, temperature: source.temperature, signal };
    if (!this.#environment.capabilities.admissible) return options;
    return {
      ...options,
      get admissible() {
        return shown.admissible ?? [];
      },
    };
  }

  /** The episode's end, judged by the environment. Success is reward 1, not merely "done". */
  finished(ending: Ending): EpisodeEvent {
    return this.#ended({ reward: this.#reward, success: this.#reward >= 1, ending });
  }

  /** The end of an episode that could not go on: without a reward, which is not a reward of 0. */
  halted(ending: Ending, message: string): EpisodeEvent {
    return this.#ended({ reward: null, success: false, ending, message });
  }

  #ended(outcome: Outcome): EpisodeEvent {
    const { id, source } = this.#order;
    return { kind: 'ended', trajectory: { id, ...this.history, outcome, source } };
  }
}
