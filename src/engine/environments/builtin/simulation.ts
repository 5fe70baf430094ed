import { instruction } from './game.ts';
import type { Layout } from './layout.ts';
import { stations } from './rooms.ts';
import { taskPrefix } from './rules.ts';

/** What one action led to, as the game file would answer it. */
export interface Answer {
  readonly observation: string;
  readonly valid: boolean;
  readonly success: boolean;
}

/**
 * The rules of `rules.ts` once more, as code: some hundred times faster than a game file through the interpreter, for
 * corpora of a hundred thousand episodes. A test holds the two against each other.
 */
export class Simulation {
  /** The first observation. */
  readonly opening: string;
  private readonly layout: Layout;
  private readonly receptacles: ReadonlyMap<string, number>;
  private readonly items: ReadonlyMap<string, number>;
  /** Index of the receptacle where each item is, −1 for the one in hand. */
  private readonly place: number[];
  private readonly opened: boolean[];
  private readonly clean: boolean[];
  private readonly warmth: ('hot' | 'cool' | undefined)[];
  private lit = false;
  private here = -1;
  private held = -1;

  constructor(layout: Layout) {
    this.layout = layout;
    this.receptacles = new Map(layout.receptacles.map(({ name }, at) => [name, at]));
    this.items = new Map(layout.items.map(({ name }, at) => [name, at]));
    this.place = layout.items.map(({ place }) => place);
    this.opened = layout.receptacles.map(({ openable }) => !openable);
    this.clean = layout.items.map(() => false);
    this.warmth = layout.items.map(() => undefined);
    this.opening = `${this.around()}\n${taskPrefix} ${instruction(layout)}`;
  }

  /** Takes one action; one that makes no sense changes nothing. */
  step(action: string): Answer {
    const observation = this.act(action);
    return {
      observation: observation ?? 'Nothing happens.',
      valid: observation !== undefined,
      success: this.won(),
    };
  }

  /** Every valid action, in no particular order. */
  admissible(): string[] {
    const { receptacles, items } = this.layout;
    const actions = ['look', 'inventory'];
    for (const [at, { name }] of receptacles.entries()) if (at !== this.here) actions.push(`go to ${name}`);
    const held = items[this.held]?.name;
    if (held) actions.push(`examine ${held}`);
    const here = receptacles[this.here];
    if (!here) return actions;
    const open = this.opened[this.here];
    actions.push(`examine ${here.name}`);
    if (here.openable) actions.push(`${open ? 'close' : 'open'} ${here.name}`);
    for (const [verb, kind] of Object.entries(stations))
      if (held && kind === here.kind) actions.push(`${verb} ${held} with ${here.name}`);
    if (open && held) actions.push(`put ${held} in/on ${here.name}`);
    for (const [item, { name, kind }] of items.entries()) {
      if (!open || this.place[item] !== this.here) continue;
      if (kind === 'lamp') actions.push(`use ${name}`);
      else if (!held) actions.push(`take ${name} from ${here.name}`);
    }
    return actions;
  }

  private act(action: string): string | undefined {
    if (action === 'look') return this.around();
    if (action === 'inventory') return this.held < 0 ? 'You hold nothing' : `You hold ${this.nameOf(this.held)}`;
    const [, verb, first = '', second = ''] = command.exec(action) ?? [];
    const item = this.items.get(first) ?? -1;
    const other = this.receptacles.get(second) ?? -1;
    if (verb === undefined) return undefined;
    if (second === '') return item < 0 ? this.visit(verb, this.receptacles.get(first) ?? -1) : this.handle(verb, item);
    return item < 0 || other < 0 || other !== this.here ? undefined : this.apply(verb, item, other);
  }

  /** Actions on a receptacle alone. */
  private visit(verb: string, at: number): string | undefined {
    if (at < 0 || (verb === 'go to') === (at === this.here)) return undefined;
    const { openable } = this.layout.receptacles[at]!;
    switch (verb) {
      case 'go to':
        this.here = at;
        break;
      case 'open':
        if (this.opened[at]) return undefined;
        this.opened[at] = true;
        break;
      case 'close':
        if (!openable || !this.opened[at]) return undefined;
        this.opened[at] = false;
        break;
      case 'examine':
        break;
      default:
        return undefined;
    }
    return this.contents(at);
  }

  /** Actions on an object alone. */
  private handle(verb: string, item: number): string | undefined {
    const name = this.nameOf(item);
    if (verb === 'use') {
      const at = this.place[item]!;
      if (this.layout.items[item]!.kind !== 'lamp' || at !== this.here || !this.opened[at]) return undefined;
      this.lit = true;
      return `${name} is on`;
    }
    if (verb !== 'examine' || item !== this.held) return undefined;
    const state = this.warmth[item] ?? (this.clean[item] ? 'clean' : undefined);
    return state ? `${name} is ${state}` : `You hold ${name}`;
  }

  /** Actions on an object at the receptacle where the agent stands. */
  private apply(verb: string, item: number, at: number): string | undefined {
    const name = this.nameOf(item);
    const { kind, name: where } = this.layout.receptacles[at]!;
    if (verb === 'take') {
      const free = this.held < 0 && this.layout.items[item]!.kind !== 'lamp';
      if (!free || this.place[item] !== at || !this.opened[at]) return undefined;
      this.place[item] = -1;
      this.held = item;
      return `You hold ${name}`;
    }
    if (item !== this.held) return undefined;
    if (verb === 'put') {
      if (!this.opened[at]) return undefined;
      this.place[item] = at;
      this.held = -1;
      return `${name} is in/on ${where}`;
    }
    if (stations[verb as 'clean' | 'heat' | 'cool'] !== kind) return undefined;
    if (verb === 'clean') this.clean[item] = true;
    else this.warmth[item] = verb === 'heat' ? 'hot' : 'cool';
    return `${name} is ${verb === 'heat' ? 'hot' : verb}`;
  }

  private nameOf(item: number): string {
    return this.layout.items[item]!.name;
  }

  private around(): string {
    return `You see ${this.layout.receptacles.map(({ name }) => name).join(' ')}`;
  }

  private contents(at: number): string {
    const { name, openable } = this.layout.receptacles[at]!;
    if (!this.opened[at]) return `${name} is closed`;
    const found = this.layout.items.filter((_, item) => this.place[item] === at).map(item => item.name);
    return `${openable ? 'In' : 'On'} ${name} you see ${found.join(' ') || 'nothing'}`;
  }

  private won(): boolean {
    const { family, object, target, items, receptacles } = this.layout;
    if (family === 'examine') {
      if (!this.lit || this.held < 0 || items[this.held]!.kind !== object) return false;
      return items.some(({ kind }, item) => kind === target && this.place[item] === this.here);
    }
    const counts = receptacles.map(() => 0);
    for (const [item, { kind }] of items.entries()) {
      const at = this.place[item]!;
      if (kind !== object || at < 0 || receptacles[at]!.kind !== target) continue;
      if (family === 'clean' && !this.clean[item]) continue;
      if (family === 'heat' && this.warmth[item] !== 'hot') continue;
      if (family === 'cool' && this.warmth[item] !== 'cool') continue;
      counts[at]!++;
    }
    return counts.some(count => count >= (family === 'two' ? 2 : 1));
  }
}

const command =
  /^(go to|open|close|examine|use|take|put|clean|heat|cool) (\w+ \d)(?: (?:(?<=take \w+ \d )from|(?<=put \w+ \d )in\/on|(?<=(?:clean|heat|cool) \w+ \d )with) (\w+ \d))?$/;
