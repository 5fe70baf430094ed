import { type Alternatives, readCondition } from './condition.ts';
import { type Domain, header } from './domain.ts';
import { asList, asWord, type List, readList, readTyped, type Typed } from './list.ts';
import { Malformed } from './malformed.ts';

/** A statement that is true at the start. */
export interface Fact {
  readonly predicate: string;
  readonly objects: readonly string[];
}

/** A PDDL problem, read against its domain. */
export interface Scenario {
  /** The domain's constants and the problem's objects. */
  readonly objects: readonly Typed[];
  readonly facts: readonly Fact[];
  /** Objects that an initial fact or a number speaks of: the ones TextWorld gives a name. */
  readonly mentioned: ReadonlySet<string>;
  readonly goal: Alternatives;
  /** Types of the goal's variables. */
  readonly goalSlotTypes: readonly string[];
}

/** Reads a problem. Throws `Malformed`. */
export function readScenario(text: string, domain: Domain): Scenario {
  const define = readList(text);
  header(define, 'problem');
  const sections = new Map<string, List>();
  for (const item of define.items.slice(2)) {
    const section = asList(item, 'A section of the problem', define);
    const name = asWord(section.items[0], 'The name of a section', section);
    if (![':domain', ':requirements', ':objects', ':init', ':goal', ':metric'].includes(name) || sections.has(name))
      throw new Malformed(
        `Unexpected section "${name}"; a problem has :domain, :objects, :init and :goal, once each.`,
        section.offset,
      );
    sections.set(name, section);
  }
  const section = (name: string) => asList(sections.get(name), `The section ${name}`, define);
  const wanted = asWord(section(':domain').items[1], 'The name of the domain', section(':domain'));
  if (wanted !== domain.name)
    throw new Malformed(
      `The problem is for the domain "${wanted}" but the game's domain is "${domain.name}".`,
      section(':domain').offset,
    );
  const objects = [...domain.constants, ...readObjects(sections.get(':objects'))];
  const types = new Set(domain.types.map(type => type.name));
  const known = new Set<string>();
  for (const { name, type } of objects) {
    const place = sections.get(':objects')?.offset ?? define.offset;
    if (known.has(name)) throw new Malformed(`The object "${name}" is declared twice.`, place);
    if (!types.has(type))
      throw new Malformed(`The object "${name}" has the type "${type}", which the domain does not declare.`, place);
    known.add(name);
  }
  const goal = section(':goal');
  const goalSlotTypes: string[] = [];
  const scope = { arities: domain.arities, types, slotTypes: goalSlotTypes, variables: new Map<string, number>() };
  return {
    objects,
    ...readFacts(section(':init'), known, domain.arities),
    goal: readCondition(goal.items[1], goal, scope),
    goalSlotTypes,
  };
}

function readObjects(section: List | undefined): Typed[] {
  return section ? readTyped(section.items.slice(1), section) : [];
}

function readFacts(
  init: List,
  known: ReadonlySet<string>,
  arities: ReadonlyMap<string, number>,
): { facts: Fact[]; mentioned: Set<string> } {
  const facts: Fact[] = [];
  const mentioned = new Set<string>();
  for (const item of init.items.slice(1)) {
    let list = asList(item, 'A fact', init);
    const predicate = asWord(list.items[0], 'The predicate of a fact', list);
    if (predicate === 'not') continue;
    const number = predicate === '=';
    if (number) {
      if (typeof list.items[1] !== 'object') continue;
      list = list.items[1];
    }
    const objects = list.items.slice(1).map(argument => asWord(argument, 'An argument of a fact', list));
    const arity = arities.get(predicate) ?? objects.length;
    if (!number && arity !== objects.length)
      throw new Malformed(`"${predicate}" takes ${arity} arguments, here it has ${objects.length}.`, list.offset);
    for (const name of objects) {
      if (!known.has(name))
        throw new Malformed(`The object "${name}" is not declared; add it to (:objects …).`, list.offset);
      if (list.items[0] !== 'total-cost') mentioned.add(name);
    }
    if (!number) facts.push({ predicate, objects });
  }
  return { facts, mentioned };
}
