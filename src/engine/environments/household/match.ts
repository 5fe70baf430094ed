import type { Cast } from './cast.ts';
import type { Alternatives, Atom, Conjunction, Term } from './condition.ts';
import type { Relation } from './relation.ts';

/** An atom of a game: the number of its relation and of its arguments. A term ≥ 0 is a slot, −1 − n is the object n. */
export interface BoundAtom {
  readonly relation: number;
  readonly terms: readonly number[];
}

type Step =
  /** Every fact of a relation: look up by `position` (−1: all), check or fill the slots of the others. */
  | {
      readonly kind: 'match';
      readonly atom: BoundAtom;
      readonly position: number;
      readonly arguments: readonly Argument[];
    }
  | { readonly kind: 'test'; readonly atom: BoundAtom; readonly wanted: boolean }
  | { readonly kind: 'equal'; readonly left: number; readonly right: number; readonly wanted: boolean }
  /** Every object of a type. */
  | { readonly kind: 'range'; readonly slot: number; readonly objects: readonly number[] }
  | { readonly kind: 'absent'; readonly plans: readonly Plan[] };

interface Argument {
  readonly position: number;
  readonly term: number;
  /** For a slot that is filled here: the objects it may hold. */
  readonly fill: Uint8Array | undefined;
}

/** How to find all solutions of a conjunction: steps in an order that keeps the search small. */
export type Plan = readonly Step[];

/** What planning needs to know of a game. */
export interface Setting {
  readonly cast: Cast;
  /** Numbers of relations, by predicate; grows with predicates that have no facts. */
  relation(predicate: string, arity: number): number;
  readonly relations: readonly Relation[];
}

/** Which parts of a condition a plan leaves out (`pddl_to_prolog` and `instantiate` of Fast Downward's translator). */
export type Leniency = (negative: Atom | 'absent') => boolean;

export interface PlanRequest {
  readonly conjunction: Conjunction;
  /** Slots to be filled. */
  readonly open: Iterable<number>;
  readonly slotTypes: readonly string[];
  readonly ignore?: Leniency;
}

export function bind(atom: Atom, setting: Setting): BoundAtom {
  return {
    relation: setting.relation(atom.predicate, atom.terms.length),
    terms: atom.terms.map(term => bindTerm(term, setting.cast)),
  };
}

function bindTerm(term: Term, cast: Cast): number {
  return typeof term === 'number' ? term : -1 - cast.number(term);
}

/** Orders the work: at each point every test whose slots are filled, else the atom with the fewest expected facts. */
export function plan(request: PlanRequest, setting: Setting): Plan {
  const { conjunction, slotTypes, ignore } = request;
  const open = new Set(request.open);
  const steps: Step[] = [];
  const ready = (terms: readonly (Term | number)[]) =>
    terms.every(term => typeof term === 'string' || term < 0 || !open.has(term));
  const atoms = conjunction.positive.filter(atom => atom.predicate !== '=').map(atom => bind(atom, setting));
  const tests = [
    ...conjunction.positive.filter(atom => atom.predicate === '=').map(atom => ({ atom, wanted: true })),
    ...conjunction.negative.filter(atom => !ignore?.(atom)).map(atom => ({ atom, wanted: false })),
  ];
  const absent = ignore?.('absent') ? [] : [...conjunction.absent];

  const flush = () => {
    for (const { atom, wanted } of takeWhere(tests, test => ready(test.atom.terms))) {
      const bound = atom.terms.map(term => bindTerm(term, setting.cast));
      if (atom.predicate === '=') steps.push({ kind: 'equal', left: bound[0]!, right: bound[1]!, wanted });
      else steps.push({ kind: 'test', atom: bind(atom, setting), wanted });
    }
    for (const alternatives of takeWhere(absent, part => ready(freeSlots(part))))
      steps.push({
        kind: 'absent',
        plans: alternatives.map(part =>
          plan({ conjunction: part, open: part.slots, slotTypes, ...(ignore && { ignore }) }, setting),
        ),
      });
  };
  const expected = (atom: BoundAtom) => {
    if (ready(atom.terms)) return { cost: 0, position: -1 };
    const relation = setting.relations[atom.relation]!;
    let best = { cost: relation.size + 0.5, position: -1 };
    atom.terms.forEach((term, position) => {
      if (!ready([term])) return;
      const cost = (relation.size + 0.5) / (relation.distinct(position) + 1);
      if (cost < best.cost || best.position < 0) best = { cost, position };
    });
    return best;
  };

  flush();
  while (atoms.length > 0) {
    let choice = 0;
    let found = expected(atoms[0]!);
    for (let index = 1; index < atoms.length; index++) {
      const other = expected(atoms[index]!);
      if (other.cost < found.cost) [choice, found] = [index, other];
    }
    const atom = atoms.splice(choice, 1)[0]!;
    if (ready(atom.terms)) {
      steps.push({ kind: 'test', atom, wanted: true });
      continue;
    }
    const rest: Argument[] = [];
    atom.terms.forEach((term, position) => {
      if (position === found.position) return;
      const fresh = term >= 0 && open.delete(term);
      rest.push({ position, term, fill: fresh ? setting.cast.isOfType(slotTypes[term]!) : undefined });
    });
    steps.push({ kind: 'match', atom, position: found.position, arguments: rest });
    flush();
  }
  for (const slot of open) {
    steps.push({ kind: 'range', slot, objects: setting.cast.ofType(slotTypes[slot]!) });
    open.delete(slot);
    flush();
  }
  return steps;
}

function takeWhere<T>(list: T[], wanted: (item: T) => boolean): T[] {
  const taken = list.filter(wanted);
  for (const item of taken) list.splice(list.indexOf(item), 1);
  return taken;
}

/** Slots that a condition uses and does not fill itself. */
function freeSlots(alternatives: Alternatives): number[] {
  return alternatives.flatMap(part => {
    const used = [...part.positive, ...part.negative].flatMap(atom =>
      atom.terms.filter(term => typeof term === 'number'),
    );
    return [...used, ...part.absent.flatMap(freeSlots)].filter(slot => !part.slots.includes(slot));
  });
}

/** The key of terms whose slots are filled. */
export function keyOf(terms: readonly number[], slots: readonly number[], radix: number): number {
  let key = 0;
  for (const term of terms) key = key * radix + (term >= 0 ? slots[term]! : -1 - term);
  return key;
}

/** The facts to search and the base of their keys. */
export interface Ground {
  readonly relations: readonly Relation[];
  readonly radix: number;
}

/**
 * Calls `found` for every solution, `slots` holding it, until `found` answers true; answers whether it did.
 * A solution that can be found in several ways is reported several times.
 */
export function solve(steps: Plan, slots: number[], ground: Ground, found: () => boolean, depth = 0): boolean {
  const step = steps[depth];
  if (!step) return found();
  switch (step.kind) {
    case 'test':
      return (
        ground.relations[step.atom.relation]!.has(keyOf(step.atom.terms, slots, ground.radix)) === step.wanted &&
        solve(steps, slots, ground, found, depth + 1)
      );
    case 'equal':
      return (
        (value(step.left, slots) === value(step.right, slots)) === step.wanted &&
        solve(steps, slots, ground, found, depth + 1)
      );
    case 'absent':
      return (
        !step.plans.some(inner => solve(inner, slots, ground, stop)) && solve(steps, slots, ground, found, depth + 1)
      );
    case 'range':
      for (const object of step.objects) {
        slots[step.slot] = object;
        if (solve(steps, slots, ground, found, depth + 1)) return true;
      }
      return false;
    case 'match': {
      const relation = ground.relations[step.atom.relation]!;
      const keys =
        step.position < 0 ? relation.keys() : relation.at(step.position, value(step.atom.terms[step.position]!, slots));
      for (const key of keys)
        if (fits(step.arguments, relation, key, slots) && solve(steps, slots, ground, found, depth + 1)) return true;
      return false;
    }
  }
}

/** Stops at the first solution. */
export const stop = (): boolean => true;

function value(term: number, slots: readonly number[]): number {
  return term >= 0 ? slots[term]! : -1 - term;
}

function fits(rest: readonly Argument[], relation: Relation, key: number, slots: number[]): boolean {
  for (const { position, term, fill } of rest) {
    const object = relation.argument(key, position);
    if (!fill) {
      if (value(term, slots) !== object) return false;
    } else {
      if (fill[object] === 0) return false;
      slots[term] = object;
    }
  }
  return true;
}
