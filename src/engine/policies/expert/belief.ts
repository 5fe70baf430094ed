import type { Treatment } from './goal.ts';

/** What is known of a receptacle. */
export interface Place {
  readonly name: string;
  readonly kind: string;
  /** What was last seen in it, and put there or taken since; undefined before its inside was seen. */
  contents: Set<string> | undefined;
  closed: boolean;
  /** When it was last looked into, as a count of observations; −1 before. */
  seen: number;
  /** The places one stands at when one stands at this one, itself included. */
  beside: Set<string>;
}

/** Facts about the start that cannot be observed from the opening: what an oracle is told. */
export interface HiddenFacts {
  /** Receptacle name and what lies in it. */
  readonly contents: Iterable<readonly [place: string, objects: readonly string[]]>;
  /** Receptacles that share a location. */
  readonly together?: Iterable<readonly string[]>;
}

/** The kind of a named thing: `mug` of `mug 2`, `mug` of `mug`. */
export function kindOf(name: string): string {
  return name.replace(/ \d+$/, '');
}

/**
 * What an agent knows of a household from what it was told and has seen since: the sum of its observations, in
 * ALFWorld's two wordings and in ours. It holds nothing that the agent was not shown.
 */
export class Belief {
  /** In the order of the opening. */
  readonly places = new Map<string, Place>();
  /** Receptacles within reach. */
  here: ReadonlySet<string> = new Set();
  holding: string | undefined;
  /** Where the object in hand came from. */
  from: string | undefined;
  /** `put … in/on` or, in ALFWorld 0.4, `move … to`. */
  delivery: 'put' | 'move' = 'put';
  private readonly treated = new Set<string>();
  private readonly refusals = new Map<string, number>();
  private clock = 0;

  constructor(opening: string, hidden?: HiddenFacts) {
    for (const name of listed(opening))
      this.places.set(name, {
        name,
        kind: kindOf(name),
        contents: undefined,
        closed: false,
        seen: -1,
        beside: new Set([name]),
      });
    for (const [name, objects] of hidden?.contents ?? []) {
      const place = this.places.get(name);
      if (place) place.contents = new Set(objects);
    }
    for (const names of hidden?.together ?? []) for (const name of names) this.join(names[0]!, name);
  }

  /** Takes in the answer to an action, whoever chose that action. */
  observe(action: string, observation: string): void {
    this.clock++;
    const [, verb, first = '', second = ''] = command.exec(action.trim().toLowerCase()) ?? [];
    if (/^nothing happen/i.test(observation)) {
      this.fail(verb, first, second);
      return;
    }
    const place = this.places.get(first);
    switch (verb) {
      case 'go to':
        if (!place) return;
        this.here = place.beside;
        if (/arrive at (?!loc )/i.test(observation)) this.delivery = 'move';
        this.look(place, observation);
        break;
      case 'open':
      case 'examine':
        if (place) this.look(place, observation);
        break;
      case 'close':
        if (place) place.closed = true;
        break;
      case 'take':
        this.holding = first;
        this.from = second;
        this.places.get(second)?.contents?.delete(first);
        break;
      case 'put':
      case 'move':
        this.holding = undefined;
        this.delivery = verb;
        this.places.get(second)?.contents?.add(first);
        break;
      case 'heat':
      case 'cool':
        this.treated.delete(`${verb === 'heat' ? 'cool' : 'heat'} ${first}`);
        this.treated.add(`${verb} ${first}`);
        break;
      case 'clean':
        this.treated.add(`clean ${first}`);
    }
  }

  /** Whether the object was washed, heated or cooled, and is still so. */
  is(treatment: Treatment, object: string): boolean {
    return this.treated.has(`${treatment} ${object}`);
  }

  /** Whether the place does not take the object, in either wording. */
  refuses(place: string, object: string): boolean {
    return (this.refusals.get(`${object} ${place}`) ?? 0) > 1;
  }

  /** Counts a place as seen although its inside was not: what a careless agent does with closed doors. */
  pass(place: string): void {
    const known = this.places.get(place);
    if (known) known.seen = this.clock;
  }

  /** Everything seen of one kind that is not in hand, and where. */
  *known(kind: string): Generator<{ object: string; place: Place }> {
    for (const place of this.places.values())
      for (const object of place.contents ?? []) if (kindOf(object) === kind) yield { object, place };
  }

  /** A refusal tells something too: one cannot go to where one stands, and the wording may be the other one. */
  private fail(verb: string | undefined, first: string, second: string): void {
    if (verb === 'put' || verb === 'move') {
      if (first !== this.holding || !this.here.has(second)) return;
      this.delivery = verb === 'put' ? 'move' : 'put';
      const attempt = `${first} ${second}`;
      this.refusals.set(attempt, (this.refusals.get(attempt) ?? 0) + 1);
    } else if (verb === 'go to' && this.places.has(first) && !this.here.has(first)) {
      for (const name of [...this.here]) this.join(name, first);
      this.here = this.places.get(first)!.beside;
    }
  }

  private look(place: Place, observation: string): void {
    place.closed = /\bis closed\b/.test(observation);
    if (place.closed || !/\byou see\b/.test(observation)) return;
    place.contents = new Set(listed(observation));
    place.seen = this.clock;
  }

  private join(a: string, b: string): void {
    const one = this.places.get(a);
    const other = this.places.get(b);
    if (!one || !other || one.beside === other.beside) return;
    for (const name of other.beside) {
      one.beside.add(name);
      this.places.get(name)!.beside = one.beside;
    }
  }
}

const command =
  /^(go to|open|close|examine|use|take|put|move|clean|heat|cool) (\w+ \d+)(?: (?:from|in\/on|in|on|to|with) (\w+ \d+))?$/;

/** The numbered names after the last "you see" of a text, in their order. */
function listed(text: string): string[] {
  const start = text.toLowerCase().lastIndexOf('you see');
  return start < 0 ? [] : (/[^\n]*/.exec(text.slice(start))![0].match(/[a-z]+ \d+/g) ?? []);
}
