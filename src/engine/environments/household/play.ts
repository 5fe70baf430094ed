import type { Snapshot } from '../environment.ts';
import type { Game } from './game.ts';
import type { Binding } from './narrator.ts';
import { type Change, conditionalChanges, includes, type Operator, operatorOf } from './operator.ts';
import type { Relation } from './relation.ts';

/** What `Play.snapshot` keeps. */
interface PlayState {
  readonly observation: string;
  readonly relations: readonly Relation[];
}

/** What is known of one state: filled when first asked for, and before the play leaves the state. */
interface Moment {
  commands?: ReadonlyMap<string, Operator>;
  admissible?: readonly string[];
  won?: boolean;
}

/** What Python's `str.strip()` removes. */
const blanks = '[\\t-\\r\\x1c-\\x20\\x85\\xa0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000]+';
const outerBlanks = new RegExp(`^${blanks}|${blanks}$`, 'g');

/** One play of a game. Everything is computed at once, nothing is random. */
export class Play {
  readonly game: Game;
  /** What the game said last; at the start, its introduction. */
  observation: string;
  #relations: Relation[];
  #moment: Moment = {};

  constructor(game: Game) {
    this.game = game;
    this.#relations = copied(game, game.relations);
    this.observation = game.narrator.tell(game.intro, undefined, this.#relations);
  }

  /** The commands the game understands now, sorted; computed when first read. */
  get admissible(): readonly string[] {
    return this.#list(this.#moment);
  }

  /** Gives the commands of the present state whenever it is called, also when the play has gone on. */
  get admissibleHere(): () => readonly string[] {
    const moment = this.#moment;
    return () => this.#list(moment);
  }

  /** Whether the goal holds now. It can cease to hold when the play goes on. */
  get won(): boolean {
    this.#moment.won ??= this.game.isWon(this.#relations);
    return this.#moment.won;
  }

  /** The facts now, by number of the relation (`Game.relation`). */
  get relations(): readonly Relation[] {
    return this.#relations;
  }

  /**
   * Carries out a command. Blanks around it are ignored, letters are not. `valid` is false, and nothing changes, when
   * the command is not admissible; the observation then is "Nothing happens."
   */
  step(command: string): { readonly observation: string; readonly valid: boolean } {
    const operator = this.#understood(this.#moment).get(command.replace(outerBlanks, ''));
    if (!operator) {
      this.observation = 'Nothing happens.';
      return { observation: this.observation, valid: false };
    }
    this.#apply(operator);
    this.#moment = {};
    this.observation = this.game.narrator.tell(
      operator.action.wording.feedback,
      bindingOf(operator, this.game),
      this.#relations,
    );
    return { observation: this.observation, valid: true };
  }

  /** The state now; immutable. */
  snapshot(): Snapshot {
    const state: PlayState = { observation: this.observation, relations: copied(this.game, this.#relations) };
    return state;
  }

  /** Goes back to a state of a play of the same game. */
  restore(snapshot: Snapshot): void {
    const { observation, relations } = snapshot as PlayState;
    this.#understood(this.#moment);
    this.#relations = copied(this.game, relations);
    this.observation = observation;
    this.#moment = {};
  }

  #list(moment: Moment): readonly string[] {
    moment.admissible ??= [...this.#understood(moment).keys()].sort();
    return moment.admissible;
  }

  #understood(moment: Moment): ReadonlyMap<string, Operator> {
    moment.commands ??= this.#allCommands();
    return moment.commands;
  }

  /**
   * Of operators that read the same, the one whose name comes first is meant. (TextWorld means the one its planner
   * happens to list first.)
   */
  #allCommands(): Map<string, Operator> {
    const { game } = this;
    const commands = new Map<string, Operator>();
    for (const action of game.actions) {
      for (const variant of action.variants) {
        const slots: number[] = new Array(action.schema.slotTypes.length).fill(0);
        game.solve(variant.plan, slots, this.#relations, () => {
          const operator = operatorOf(action, variant, slots, game);
          if (!operator) return false;
          const command = this.#command(operator);
          const rival = commands.get(command);
          if (!rival || (rival !== operator && nameOf(operator, game) < nameOf(rival, game)))
            commands.set(command, operator);
          return false;
        });
      }
    }
    return commands;
  }

  #command(operator: Operator): string {
    if (operator.command !== undefined) return operator.command;
    const { wording, stable } = operator.action;
    const command = this.game.narrator.tell(wording.template, bindingOf(operator, this.game), this.#relations);
    if (stable) operator.command = command;
    return command;
  }

  /** Deletions first, additions last; the grammar is told of conditional changes whether they come about or not. */
  #apply(operator: Operator): void {
    const { game } = this;
    const conditional = conditionalChanges(operator, game, this.#relations);
    const { required, adds: sure, deletes: gone } = operator.changes;
    const adds = [...sure, ...conditional.adds];
    const deletes = [...gone, ...conditional.deletes].filter(change => !includes(adds, change));
    const denials = gone.filter(
      change =>
        game.denied.has(change.relation) &&
        (this.#relations[change.relation]!.has(change.key) || game.reach.has(change)),
    );
    for (const { relation, key } of deletes) this.#relations[relation]!.delete(key);
    for (const { relation, key } of adds) this.#relations[relation]!.add(key);
    const announced = operator.action.conditional.some(({ atom }) => this.#isAnnounced(atom.relation))
      ? game.reach.effects(operator).filter(({ relation }) => this.#isAnnounced(relation))
      : [];
    const news = sure.filter(change => !includes(required, change));
    this.#announce([...news, ...announced.filter(effect => effect.adds)], true);
    this.#announce([...denials, ...announced.filter(effect => !effect.adds)], false);
  }

  #isAnnounced(relation: number): boolean {
    return this.game.told.has(relation) || this.game.denied.has(relation);
  }

  #announce(changes: readonly Change[], added: boolean): void {
    const { told, denied } = this.game;
    for (const { relation, key } of changes) {
      const seen = told.get(relation);
      const unseen = denied.get(relation);
      const [gains, loses] = added ? [seen, unseen] : [unseen, seen];
      if (loses !== undefined) this.#relations[loses]!.delete(key);
      if (gains !== undefined) this.#relations[gains]!.add(key);
    }
  }
}

/** The relations with copies of those that change. */
function copied(game: Game, relations: readonly Relation[]): Relation[] {
  const copies = [...relations];
  for (const number of game.changing) copies[number] = relations[number]!.copy();
  return copies;
}

/** What the variables of an operator stand for when it is put into words. */
function bindingOf({ action, slots }: Operator, { cast }: Game): Binding | undefined {
  let before: Binding | undefined;
  for (const [slot, { key, name, type }] of action.placeholders.entries()) {
    const object = slots[slot]!;
    before = { key, name, object, seen: cast.entities[object]!.type === type ? object : -1, before };
  }
  return before;
}

/** The name that Fast Downward gives to an operator. */
function nameOf({ action, slots }: Operator, { cast }: Game): string {
  return [action.schema.name, ...action.schema.parameters.map((_, slot) => cast.entities[slots[slot]!]!.id)].join(' ');
}
