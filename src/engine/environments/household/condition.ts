import { asList, asWord, type Item, type List, readTyped } from './list.ts';
import { Malformed } from './malformed.ts';

/** An argument: the number of a slot that will hold an object, or the name of a constant. */
export type Term = number | string;

/** A predicate about terms. `=` compares two; `type@t` says that its one argument is a t. */
export interface Atom {
  readonly predicate: string;
  readonly terms: readonly Term[];
}

/** All of it must hold, for some choice of objects for `slots` (the variables of `exists`). */
export interface Conjunction {
  readonly slots: readonly number[];
  readonly positive: readonly Atom[];
  readonly negative: readonly Atom[];
  /** Each of these must have no solution (`forall`, and `not` before `exists`). */
  readonly absent: readonly Alternatives[];
}

/** One of them must hold: a condition in disjunctive normal form, as Fast Downward normalises it. */
export type Alternatives = readonly Conjunction[];

/** The condition that always holds. */
export const always: Alternatives = [{ slots: [], positive: [], negative: [], absent: [] }];

/** Names in force where a condition stands. */
export interface Scope {
  /** Declared predicates and their number of arguments. */
  readonly arities: ReadonlyMap<string, number>;
  readonly types: ReadonlySet<string>;
  /** The type of every slot; grows as quantifiers are read. */
  readonly slotTypes: string[];
  readonly variables: ReadonlyMap<string, number>;
}

/** Alternatives that a condition may have once it is normalised. */
const most = 4096;

/** Both hold: every alternative of one with every alternative of the other. Throws `Malformed` when they are too many. */
export function both(left: Alternatives, right: Alternatives, { offset }: List): Alternatives {
  if (left === always) return right;
  if (right === always) return left;
  if (left.length * right.length > most)
    throw new Malformed(`This condition has more than ${most} alternatives; split the action.`, offset);
  return left.flatMap(one =>
    right.map(other => ({
      slots: [...one.slots, ...other.slots],
      positive: [...one.positive, ...other.positive],
      negative: [...one.negative, ...other.negative],
      absent: [...one.absent, ...other.absent],
    })),
  );
}

/** The scope inside a quantifier, and the slots of its variables. */
export function quantified(item: Item | undefined, inside: List, scope: Scope): { inner: Scope; slots: number[] } {
  const list = asList(item, 'The list of variables', inside);
  const variables = new Map(scope.variables);
  const slots = readTyped(list.items, list).map(({ name, type }) => {
    if (!name.startsWith('?'))
      throw new Malformed(`"${name}" is not a variable: variables start with "?".`, list.offset);
    const slot = scope.slotTypes.push(type) - 1;
    variables.set(name, slot);
    return slot;
  });
  return { inner: { ...scope, variables }, slots };
}

/** Reads one atom; throws `Malformed` for an undeclared predicate or variable and for a wrong number of arguments. */
export function readAtom(list: List, scope: Scope): Atom {
  const name = asWord(list.items[0], 'The predicate', list);
  const arity = scope.arities.get(name) ?? (scope.types.has(name) ? 1 : undefined);
  if (arity === undefined)
    throw new Malformed(`The predicate "${name}" is not declared; add it to (:predicates …).`, list.offset);
  if (list.items.length - 1 !== arity)
    throw new Malformed(`"${name}" takes ${arity} arguments, here it has ${list.items.length - 1}.`, list.offset);
  const terms = list.items.slice(1).map(item => {
    const word = asWord(item, 'An argument', list);
    if (!word.startsWith('?')) return word;
    const slot = scope.variables.get(word);
    if (slot === undefined)
      throw new Malformed(`The variable "${word}" is not bound here; add it to the parameters.`, list.offset);
    return slot;
  });
  return { predicate: scope.arities.has(name) ? name : `type@${name}`, terms };
}

/** Reads a condition into disjunctive normal form. Throws `Malformed`. */
export function readCondition(item: Item | undefined, inside: List, scope: Scope, negated = false): Alternatives {
  const list = asList(item, 'A condition', inside);
  const tag = asWord(list.items[0], 'The head of a condition', list);
  const count = (wanted: number) => {
    if (list.items.length !== wanted + 1)
      throw new Malformed(
        `"${tag}" takes ${wanted} ${wanted === 1 ? 'condition' : 'parts'}, here it has ${list.items.length - 1}.`,
        list.offset,
      );
  };
  switch (tag) {
    case 'not':
      count(1);
      return readCondition(list.items[1], list, scope, !negated);
    case 'imply': {
      count(2);
      const unless = readCondition(list.items[1], list, scope, !negated);
      const then = readCondition(list.items[2], list, scope, negated);
      return negated ? both(unless, then, list) : [...unless, ...then];
    }
    case 'and':
    case 'or': {
      const parts = list.items.slice(1).map(part => readCondition(part, list, scope, negated));
      return (tag === 'and') !== negated
        ? parts.reduce((left, right) => both(left, right, list), always)
        : parts.flat();
    }
    case 'exists':
    case 'forall': {
      count(2);
      const { inner, slots } = quantified(list.items[1], list, scope);
      const universal = (tag === 'forall') !== negated;
      const body = readCondition(list.items[2], list, inner, universal ? !negated : negated).map(part => ({
        ...part,
        slots: [...slots, ...part.slots],
      }));
      return universal ? [{ slots: [], positive: [], negative: [], absent: [body] }] : body;
    }
    default: {
      const atom = readAtom(list, scope);
      return [{ slots: [], positive: negated ? [] : [atom], negative: negated ? [atom] : [], absent: [] }];
    }
  }
}
