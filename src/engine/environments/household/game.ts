import { HumanError, type Problem } from '../../problem.ts';
import { type Action, bindAction } from './action.ts';
import { type Cast, castOf } from './cast.ts';
import type { Alternatives } from './condition.ts';
import type { Domain } from './domain.ts';
import type { Entity } from './expression.ts';
import { type Fault, type GameSource, readTexts, type Texts } from './gameText.ts';
import { isStable, queriedPredicates } from './language.ts';
import { position } from './malformed.ts';
import { type Plan, plan, type Setting, solve } from './match.ts';
import { Narrator } from './narrator.ts';
import type { Piece } from './phrase.ts';
import { Play } from './play.ts';
import { negation } from './query.ts';
import { Reach } from './reach.ts';
import { Relation } from './relation.ts';

/** Games by their source, so that a file that has been checked is not compiled again to be played. */
const compiled = new WeakMap<GameSource, Game>();

/** The game of these texts, or what is wrong in them. */
export function tryCompileGame(source: GameSource): { readonly game: Game } | { readonly faults: readonly Fault[] } {
  const known = compiled.get(source);
  if (known) return { game: known };
  const texts = readTexts(source);
  if ('faults' in texts) return texts;
  const game = new Game(texts);
  compiled.set(source, game);
  return { game };
}

/**
 * Makes a game of its texts: reads them, numbers the objects and plans every search. Takes a few milliseconds; the
 * reading of a domain is kept, by its text, and the game as long as its source is. Throws `HumanError`, with a problem for each text, when they are malformed.
 */
export function compileGame(source: GameSource): Game {
  const result = tryCompileGame(source);
  if ('game' in result) return result.game;
  const problems: Problem[] = result.faults.map(({ field, offset, message }) => ({
    file: field,
    ...position(source[field], offset),
    message,
  }));
  throw new HumanError(`The game cannot be played: ${problems[0]!.message}`, problems);
}

/** A game ready to be played, by any number of plays at once. Its own facts never change. */
export class Game implements Setting {
  readonly domain: Domain;
  readonly cast: Cast;
  /** Facts at the start, by number of the relation. Those of predicates that no action changes are shared by all plays. */
  readonly relations: Relation[] = [];
  readonly actions: readonly Action[];
  readonly narrator: Narrator;
  readonly reach: Reach;
  readonly intro: readonly Piece[] = [{ kind: 'rule', name: 'intro' }];
  /** Numbers of relations that actions change. */
  readonly changing: readonly number[];
  /** By relation: the relation in which the grammar looks for its facts, where that is another one. */
  readonly told: ReadonlyMap<number, number>;
  /** By relation: the relation of facts that the grammar sees as explicitly false. */
  readonly denied: ReadonlyMap<number, number>;
  readonly #numbers = new Map<string, number>();
  readonly #goal: readonly Plan[];

  constructor({ domain, tree, grammar, scenario }: Texts) {
    this.domain = domain;
    this.cast = castOf(scenario, tree);
    for (const { predicate, objects } of scenario.facts) {
      const number = this.relation(predicate, objects.length);
      this.relations[number]!.add(objects.reduce((key, id) => key * this.cast.radix + this.cast.number(id), 0));
    }
    const changed = domain.actions.flatMap(action =>
      action.effects.map(({ atom }) => this.relation(atom.predicate, atom.terms.length)),
    );
    const queried = queriedPredicates(grammar);
    const stable = new Map(
      [...grammar.wordings].map(([name, { template }]) => [name, isStable(template, grammar, domain.fluents)]),
    );
    this.actions = domain.actions.map(schema =>
      bindAction(
        {
          schema,
          wording: grammar.wordings.get(schema.name)!,
          stable: stable.get(schema.name)!,
          fluents: domain.fluents,
        },
        this,
      ),
    );
    this.#goal = asPlanned(scenario.goal, domain.fluents).map(conjunction =>
      plan({ conjunction, open: conjunction.slots, slotTypes: scenario.goalSlotTypes }, this),
    );
    const conditional = new Set(this.actions.flatMap(action => action.conditional.map(({ atom }) => atom.relation)));
    const told = new Map<number, number>();
    const denied = new Map<number, number>();
    for (const number of new Set(changed)) {
      const predicate = this.#predicate(number);
      const { arity } = this.relations[number]!;
      const again = (keys: Iterable<number>) => this.relations.push(new Relation(arity, this.cast.radix, keys)) - 1;
      if (conditional.has(number) && queried.has(predicate)) told.set(number, again(this.relations[number]!.keys()));
      if (queried.has(negation(predicate))) denied.set(number, again([]));
    }
    this.told = told;
    this.denied = denied;
    this.changing = [...new Set(changed), ...told.values(), ...denied.values()];
    this.reach = new Reach(this);
    this.narrator = new Narrator({
      grammar,
      cast: this.cast,
      tree,
      source: (predicate, arity) => this.#source(predicate, arity),
    });
  }

  /** A new play, at the start. */
  start(): Play {
    return new Play(this);
  }

  /** The number of a predicate's relation; a new, empty one where the game has no such facts. */
  relation(predicate: string, arity: number): number {
    const key = `${predicate}/${arity}`;
    const known = this.#numbers.get(key);
    if (known !== undefined) return known;
    const objects = predicate.startsWith('type@') ? this.cast.ofType(predicate.slice(5)) : [];
    const number = this.relations.push(new Relation(arity, this.cast.radix, objects)) - 1;
    this.#numbers.set(key, number);
    return number;
  }

  /** The facts of a predicate at the start. */
  facts(predicate: string, arity: number): readonly (readonly Entity[])[] {
    const number = this.#numbers.get(`${predicate}/${arity}`);
    const relation = number === undefined ? undefined : this.relations[number]!;
    const objects = (key: number) =>
      Array.from({ length: arity }, (_, position) => this.cast.entities[relation!.argument(key, position)]!);
    return [...(relation?.keys() ?? [])].map(objects);
  }

  /** Whether the goal holds. */
  isWon(relations: readonly Relation[]): boolean {
    return this.#goal.some(steps => this.solve(steps, [], relations, () => true));
  }

  /** Calls `found` for every solution until it answers true; answers whether it did. */
  solve(steps: Plan, slots: number[], relations: readonly Relation[], found: () => boolean): boolean {
    return solve(steps, slots, { relations, radix: this.cast.radix }, found);
  }

  #predicate(number: number): string {
    for (const [key, other] of this.#numbers) if (other === number) return key.slice(0, key.lastIndexOf('/'));
    return '';
  }

  #source(predicate: string, arity: number): number {
    const number = this.#numbers.get(`${predicate}/${arity}`);
    if (number !== undefined) return this.told.get(number) ?? number;
    const opposite = predicate.startsWith('not_') ? this.#numbers.get(`${negation(predicate)}/${arity}`) : undefined;
    return (opposite !== undefined ? this.denied.get(opposite) : undefined) ?? -1;
  }
}

/** A goal as Fast Downward has it: what a plain conjunction forbids about facts that never change is overlooked. */
function asPlanned(goal: Alternatives, fluents: ReadonlySet<string>): Alternatives {
  const [only, ...others] = goal;
  if (!only || others.length > 0 || only.slots.length > 0) return goal;
  return [{ ...only, negative: only.negative.filter(({ predicate }) => fluents.has(predicate)) }];
}
