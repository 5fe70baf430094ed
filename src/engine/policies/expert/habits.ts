import type { Random } from '../../random.ts';
import { Belief, kindOf } from './belief.ts';
import type { Goal } from './goal.ts';
import { type Manner, type Move, type Purpose, plan } from './plan.ts';

/** Bad habits; each is the chance that it shows where it could. */
export interface Habits {
  /** Searches any place instead of one not yet seen. */
  readonly revisit: number;
  /** Takes an object for clean, hot or cool that is not. */
  readonly forget: number;
  /** Leaves closed what it should look into. */
  readonly pass: number;
  /** Puts the object down before it uses the lamp. */
  readonly drop: number;
  /** Writes another number than it means. */
  readonly misnumber: number;
  /** Does anything that can be done. */
  readonly wander: number;
}

/** Mean rates of the corpus that the built-in model is pre-trained on. */
export const habitMeans: Habits = { revisit: 0.7, forget: 0.6, pass: 0.5, drop: 0.5, misnumber: 0.1, wander: 0.25 };

/** One agent's habits: each rate is min(1, 2 × mean × U), U uniform in [0, 1). */
export function drawHabits(random: Random, means: Habits = habitMeans): Habits {
  const draw = (mean: number) => Math.min(1, 2 * mean * random.uniform());
  const { revisit, forget, pass, drop, misnumber, wander } = means;
  return {
    revisit: draw(revisit),
    forget: draw(forget),
    pass: draw(pass),
    drop: draw(drop),
    misnumber: draw(misnumber),
    wander: draw(wander),
  };
}

export interface HabitOptions {
  readonly goal: Goal;
  readonly opening: string;
  readonly habits: Habits;
  readonly random: Random;
  readonly prefers: Manner['prefers'];
}

/**
 * Plays like the expert, but searches in no order and with bad habits: it speaks the world's language, knows its
 * dynamics, and plays badly, as an untuned model does.
 */
export class HabitAgent {
  readonly belief: Belief;
  private readonly goal: Goal;
  private readonly habits: Habits;
  private readonly random: Random;
  private readonly manner: Manner;
  /** The object in hand is believed ready although it is not. */
  private forgetful = false;
  /** The object was put down at the lamp, which comes next. */
  private lampNext: Purpose | undefined;

  constructor({ goal, opening, habits, random, prefers }: HabitOptions) {
    this.goal = goal;
    this.habits = habits;
    this.random = random;
    this.belief = new Belief(opening);
    const order = new Map([...this.belief.places.keys()].map(name => [name, random.uniform()]));
    this.manner = { rank: (_, { name }) => order.get(name) ?? 1, prefers };
  }

  /** The next move; `admissible` is asked for where the agent wanders. */
  act(admissible: () => readonly string[]): Move {
    const meant = this.intend();
    const { action, purpose } = this.chance('wander') ? this.wander(admissible(), meant.purpose) : meant;
    return { purpose, action: this.chance('misnumber') ? this.misnumber(action) : action };
  }

  observe(action: string, observation: string): void {
    const before = this.belief.holding;
    this.belief.observe(action, observation);
    if (this.belief.holding !== before) this.forgetful = before === undefined && this.chance('forget');
  }

  private chance(habit: keyof Habits): boolean {
    return this.random.uniform() < this.habits[habit];
  }

  private intend(): Move {
    const { belief, random } = this;
    if (this.lampNext?.aim === 'light') {
      const purpose = this.lampNext;
      this.lampNext = undefined;
      return { purpose, action: `use ${purpose.lamp}` };
    }
    const { treatment: _, ...untreated } = this.goal;
    const move = plan(this.forgetful ? untreated : this.goal, belief, this.manner);
    const { purpose, action } = move;
    if (purpose.aim === 'find' && action.startsWith('open ') && this.chance('pass')) {
      belief.pass(action.slice('open '.length));
      return plan(this.goal, belief, this.manner);
    }
    if (purpose.aim === 'find' && action.startsWith('go to ') && this.chance('revisit'))
      return revisit(purpose, random.pick([...belief.places.keys()]));
    if (purpose.aim === 'light' && action.startsWith('use ') && this.chance('drop')) {
      this.lampNext = purpose;
      return {
        purpose: { aim: 'drop', object: purpose.object, place: purpose.place },
        action: `put ${purpose.object} in/on ${purpose.place}`,
      };
    }
    return move;
  }

  /** Anything admissible, with the thought that goes with it. */
  private wander(admissible: readonly string[], meant: Purpose): Move {
    const action = this.random.pick(admissible);
    const [, verb, object = '', place = ''] = /^(take|put) (\w+ \d+) (?:from|in\/on) (\w+ \d+)$/.exec(action) ?? [];
    if (verb === 'take') return { action, purpose: { aim: 'take', object, place } };
    if (verb === 'put') return { action, purpose: { aim: 'drop', object, place } };
    const kind = meant.aim === 'find' ? meant.kind : kindOf(this.belief.holding ?? `${this.goal.object} 1`);
    return { action, purpose: meant.aim === 'find' ? meant : { aim: 'find', kind } };
  }

  private misnumber(action: string): string {
    const numbers = action.match(/\d+/g);
    if (!numbers) return action;
    const wrong = this.random.below(numbers.length);
    let at = 0;
    return action.replaceAll(/\d+/g, number => (at++ === wrong ? `${1 + this.random.below(3)}` : number));
  }
}

function revisit(purpose: Purpose & { readonly aim: 'find' }, place: string): Move {
  return { purpose: { ...purpose, place }, action: `go to ${place}` };
}
