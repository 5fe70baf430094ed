import type { Environment, Transition, World } from '../../../src/engine/environments/environment.ts';
import type { ExplorationPlan } from '../../../src/engine/exploration/plan.ts';
import type { Policy } from '../../../src/engine/policies/policy.ts';
import { parseReact, reactText } from '../../../src/engine/policies/react.ts';
import { seeded } from '../../../src/engine/random.ts';
import type { Task } from '../../../src/engine/trajectory/trajectory.ts';

export interface CorridorOptions {
  /** Worn into every observation: another dialect is another environment. */
  readonly dialect?: string;
  readonly deterministicReplay?: boolean;
  /** Throws when asked to do this. */
  readonly failsAt?: string;
  readonly rewardAtDoor?: number;
}

/** A corridor of 9 places with a door at a place that depends on the task (`door-0`: place 1); half a point for the door, one for opening it. */
export function corridor(options: CorridorOptions = {}): World {
  return { name: 'corridor', tasks: async () => corridorTasks(6), create: () => new Corridor(options) };
}

export function corridorTasks(count: number): Task[] {
  return Array.from({ length: count }, (_, index) => ({
    environment: 'corridor',
    split: 'train',
    id: `door-${index}`,
    instruction: `open door ${index}`,
  }));
}

export function corridorPlan(more: Partial<ExplorationPlan> = {}): ExplorationPlan {
  return {
    policy: 'wanderer',
    tasks: corridorTasks(4),
    rollouts: 3,
    temperature: [0, 1],
    maxSteps: 8,
    maxInvalid: 3,
    seed: 5,
    ...more,
  };
}

class Corridor implements Environment {
  readonly capabilities;
  readonly #options: CorridorOptions;
  #place = 4;
  #door = 0;

  constructor(options: CorridorOptions) {
    this.#options = options;
    this.capabilities = {
      admissible: true,
      snapshot: false,
      deterministicReplay: options.deterministicReplay ?? true,
      expert: false,
    };
  }

  async reset(task: Task) {
    if (this.#options.failsAt === 'reset') throw new Error('no such corridor');
    this.#place = 4;
    this.#door = (3 * Number(task.id.slice(5)) + 1) % 9;
    return { text: this.#say(`you are in a corridor. ${task.instruction}.`), admissible: ['left', 'right'] };
  }

  async step(action: string): Promise<Transition> {
    if (action === this.#options.failsAt) throw new Error('the corridor collapsed');
    const move = { left: -1, right: 1, open: 0 }[action];
    const next = this.#place + (move ?? 0);
    const atDoor = next === this.#door;
    const valid = move !== undefined && next >= 0 && next < 9 && (action !== 'open' || atDoor);
    if (valid) this.#place = next;
    const done = valid && action === 'open';
    const reward = done ? 1 : this.#place === this.#door ? (this.#options.rewardAtDoor ?? 0.5) : 0;
    const observation = this.#say(valid ? `place ${this.#place}${atDoor ? ', a door' : ''}` : 'nothing happens');
    return { observation, reward, done, success: reward === 1, valid, admissible: ['left', 'right'] };
  }

  #say(text: string): string {
    return this.#options.dialect ? `${text} ${this.#options.dialect}` : text;
  }

  snapshot(): never {
    throw new Error('a corridor has no snapshots');
  }
  restore(): never {
    throw new Error('a corridor has no snapshots');
  }
  async dispose() {}
}

export interface WandererOptions {
  /** Called before each turn. */
  readonly before?: (turn: { readonly episode: string; readonly step: number }) => Promise<void> | void;
}

/** Wanders by chance, and at times forgets to act, goes on too long or gives up: all of it decided by the turn's seed. */
export function wanderer({ before }: WandererOptions = {}): Policy {
  return {
    name: 'wanderer',
    deterministic: true,
    async act({ steps }, { episode, seed, temperature, admissible, signal }) {
      await before?.({ episode, step: steps.length });
      signal.throwIfAborted();
      const random = seeded(seed);
      const luck = random.uniform();
      if (luck < 0.02) return { halted: 'refusal', message: 'I will not.' };
      if (luck < 0.1) return { thought: 'hm…\u2028', action: '', text: 'hm…\u2028', flags: ['no-action'] };
      const here = steps.at(-1)?.observation.includes('door') ?? false;
      const action = here ? 'open' : temperature === 0 ? 'right' : random.pick([...(admissible ?? []), 'jump']);
      const text = reactText(`luck is ${luck}`, action);
      return {
        ...parseReact(text),
        text,
        usage: { promptTokens: 10 + steps.length, completionTokens: 5 },
        logProbability: -luck,
      };
    },
  };
}
