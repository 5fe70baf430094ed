import { HumanError } from '../../problem.ts';
import type { Cast } from './cast.ts';
import { text } from './expression.ts';
import type { Grammar } from './grammar.ts';
import { Malformed } from './malformed.ts';
import type { Piece, Repetition } from './phrase.ts';
import type { Pattern, Query } from './query.ts';
import type { Relation } from './relation.ts';
import type { TypeTree } from './types.ts';

/** What a placeholder stands for, and what the placeholders before it stand for. */
export interface Binding {
  /** `name:type`. */
  readonly key: string;
  readonly name: string;
  readonly object: number;
  /**
   * The object as queries see it: −1 where an action's parameter has a supertype of the object's own type. TextWorld
   * takes the two for different things.
   */
  readonly seen: number;
  readonly before: Binding | undefined;
}

/** Where a query finds the facts of a predicate. */
interface Source {
  /** Number of the relation, −1 when the game has no such facts. */
  readonly relation: number;
  /**
   * Places of a fact in TextWorld's order, by the types of its arguments: none when it does not fit, two when TextWorld
   * finds it twice. Undefined when only the declared types fit.
   */
  readonly places: ReadonlyMap<number, readonly number[]>;
}

export interface NarratorOptions {
  readonly grammar: Grammar;
  readonly cast: Cast;
  readonly tree: TypeTree;
  /** The number of the relation that queries about a predicate look at, −1 for none. */
  source(predicate: string, arity: number): number;
}

const deepest = 200;

const nothing: Binding = { key: '', name: '', object: -1, seen: -1, before: undefined };

/** Words what happens, from facts and the grammar: TextWorld's context-sensitive text generation. */
export class Narrator {
  readonly #options: NarratorOptions;
  readonly #sources = new Map<Pattern, Source>();
  #facts: readonly Relation[] = [];

  constructor(options: NarratorOptions) {
    this.#options = options;
  }

  /** The text of a phrase. Throws `HumanError` where the grammar leaves no way to word it. */
  tell(phrase: readonly Piece[], binding: Binding | undefined, facts: readonly Relation[]): string {
    this.#facts = facts;
    const said: string[] = [];
    try {
      this.#phrase(phrase, binding, said, 0);
    } catch (error) {
      throw error instanceof Malformed
        ? new HumanError(`The game's grammar cannot be followed: ${error.message}`)
        : error;
    }
    return said.join('');
  }

  #phrase(phrase: readonly Piece[], binding: Binding | undefined, said: string[], depth: number): void {
    for (const piece of phrase) {
      if (typeof piece === 'string') said.push(piece);
      else if (piece.kind === 'rule') this.#rule(piece.name, binding, said, depth);
      else this.#repetition(piece, binding, said, depth);
    }
  }

  #rule(name: string, binding: Binding | undefined, said: string[], depth: number): void {
    if (depth > deepest) throw new Malformed(`The rule "${name}" leads back to itself without end.`, 0);
    const rules = this.#options.grammar.rules.get(name);
    if (!rules) throw new Malformed(`There is no rule "${name}"; add it.`, 0);
    const rule = rules.find(({ condition }) => !condition || this.#solutions(condition, binding, true).length > 0);
    if (!rule) throw new Malformed(`No entry of the rule "${name}" applies; add one without a condition.`, 0);
    this.#phrase(rule.phrase, binding, said, depth + 1);
  }

  #repetition(
    { what, query, enumerated }: Repetition,
    binding: Binding | undefined,
    said: string[],
    depth: number,
  ): void {
    const bindings = query ? this.#solutions(query, binding, false) : [binding];
    if (enumerated && bindings.length === 0) this.#rule('list_empty', binding, said, depth);
    bindings.forEach((inner, index) => {
      if (enumerated && index > 0)
        this.#rule(index === bindings.length - 1 ? 'list_last_separator' : 'list_separator', binding, said, depth);
      if (what.kind === 'rule') this.#rule(what.name, inner, said, depth);
      else said.push(text(what.expression(name => this.#entity(name, inner))));
    });
  }

  #entity(name: string, binding: Binding | undefined) {
    for (let bound = binding; bound; bound = bound.before)
      if (bound.name === name) return this.#options.cast.entities[bound.object];
    return undefined;
  }

  /** Extensions of a binding that make every pattern a fact; different placeholders stand for different objects. */
  #solutions(query: Query, binding: Binding | undefined, one: boolean): Binding[] {
    const found: Binding[] = [];
    const search = (depth: number, bound: Binding | undefined): void => {
      const pattern = query[depth];
      if (!pattern) {
        found.push(bound ?? nothing);
        return;
      }
      const source = this.#source(pattern);
      if (source.relation < 0) return;
      const relation = this.#facts[source.relation]!;
      for (const key of this.#candidates(pattern, source, relation, bound)) {
        const extended = extend(pattern, relation, key, bound);
        if (extended !== null) search(depth + 1, extended);
        if (one && found.length > 0) return;
      }
    };
    search(0, binding);
    return found;
  }

  /** Keys of the facts that may fit a pattern, in TextWorld's order: by types of the arguments, then by their ids. */
  #candidates(pattern: Pattern, source: Source, relation: Relation, bound: Binding | undefined): number[] {
    let keys: Iterable<number> = relation.keys();
    for (let position = 0; position < pattern.placeholders.length; position++) {
      const own = objectOf(pattern.placeholders[position]!.key, bound);
      if (own === undefined) continue;
      keys = relation.at(position, own);
      break;
    }
    const { cast, tree } = this.#options;
    const ordered: number[] = [];
    const later: { place: number; key: number }[] = [];
    for (const key of keys) {
      let types = 0;
      for (let position = 0; position < relation.arity; position++)
        types = types * tree.names.length + cast.types[relation.argument(key, position)]!;
      for (const place of source.places.get(types) ?? []) {
        if (place === 0) ordered.push(key);
        else later.push({ place, key });
      }
    }
    if (ordered.length > 1) ordered.sort((left, right) => left - right);
    later.sort((left, right) => left.place - right.place || left.key - right.key);
    for (const { key } of later) ordered.push(key);
    return ordered;
  }

  #source(pattern: Pattern): Source {
    const known = this.#sources.get(pattern);
    if (known) return known;
    const { tree, source } = this.#options;
    const types = pattern.placeholders.map(({ type }) => {
      const number = tree.numbers.get(type);
      if (number === undefined)
        throw new Malformed(`A query speaks of the type "${type}", which the domain does not declare.`, 0);
      return number;
    });
    const places = new Map<number, number[]>();
    tree.signatures(types).forEach((signature, place) => {
      const key = signature.reduce((sum, type) => sum * tree.names.length + type, 0);
      const earlier = places.get(key);
      if (earlier) earlier.push(place);
      else places.set(key, [place]);
    });
    const result = { relation: source(pattern.predicate, types.length), places };
    this.#sources.set(pattern, result);
    return result;
  }
}

function objectOf(key: string, binding: Binding | undefined): number | undefined {
  for (let bound = binding; bound; bound = bound.before) if (bound.key === key) return bound.seen;
  return undefined;
}

/** The binding that reads a fact as an instance of a pattern, null when it is none. */
function extend(
  pattern: Pattern,
  relation: Relation,
  key: number,
  binding: Binding | undefined,
): Binding | undefined | null {
  let bound = binding;
  for (let position = 0; position < pattern.placeholders.length; position++) {
    const { key: own, name } = pattern.placeholders[position]!;
    const object = relation.argument(key, position);
    const earlier = objectOf(own, bound);
    if (earlier === object) continue;
    if (earlier !== undefined || isUsed(object, bound)) return null;
    bound = { key: own, name, object, seen: object, before: bound };
  }
  return bound;
}

function isUsed(object: number, binding: Binding | undefined): boolean {
  for (let bound = binding; bound; bound = bound.before) if (bound.seen === object) return true;
  return false;
}
