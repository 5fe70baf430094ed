import {
  type Alternatives,
  type Atom,
  always,
  both,
  type Conjunction,
  quantified,
  readAtom,
  readCondition,
  type Scope,
} from './condition.ts';
import { asList, asWord, type Item, type List, readList, readTyped, type Typed } from './list.ts';
import { Malformed } from './malformed.ts';

/** What an action changes: `atom` becomes true or false for every choice of `slots` under which `when` held before. */
export interface Effect {
  readonly when: Conjunction;
  /** Variables of `forall` and of `exists` inside `when`. */
  readonly slots: readonly number[];
  readonly atom: Atom;
  readonly adds: boolean;
}

/** An action of the domain. Its parameters are slots 0, 1, …; the slots after them belong to quantifiers. */
export interface ActionSchema {
  readonly name: string;
  readonly parameters: readonly Typed[];
  readonly slotTypes: readonly string[];
  readonly precondition: Alternatives;
  readonly effects: readonly Effect[];
  /** In the domain text. */
  readonly offset: number;
}

/** A PDDL domain, read. Costs and other numbers are left out. */
export interface Domain {
  readonly name: string;
  /** In declared order, `object` first; `type` is the supertype. */
  readonly types: readonly Typed[];
  readonly constants: readonly Typed[];
  readonly arities: ReadonlyMap<string, number>;
  /** Actions that change something; Fast Downward drops the others. */
  readonly actions: readonly ActionSchema[];
  /** Predicates that some action changes. */
  readonly fluents: ReadonlySet<string>;
}

const numeric = new Set(['increase', 'decrease', 'assign', 'scale-up', 'scale-down']);

/** Reads a domain. Throws `Malformed`. */
export function readDomain(text: string): Domain {
  const define = readList(text);
  const name = header(define, 'domain');
  const types: Typed[] = [{ name: 'object', type: '' }];
  let constants: Typed[] = [];
  const arities = new Map<string, number>();
  const actions: List[] = [];
  for (const item of define.items.slice(2)) {
    const section = asList(item, 'A section of the domain', define);
    const body = section.items.slice(1);
    switch (section.items[0]) {
      case ':types':
        types.push(...readTyped(body, section));
        break;
      case ':constants':
        constants = readTyped(body, section);
        break;
      case ':predicates':
        arities.set('=', 2);
        for (const entry of body) {
          const predicate = asList(entry, 'A predicate', section);
          const word = asWord(predicate.items[0], 'The name of a predicate', predicate);
          arities.set(word, readTyped(predicate.items.slice(1), predicate).length);
        }
        break;
      case ':action':
        actions.push(section);
        break;
      case ':requirements':
      case ':functions':
        break;
      default:
        throw new Malformed(
          `The section ${sectionName(section)} is not supported; use :types, :constants, :predicates and :action.`,
          section.offset,
        );
    }
  }
  const names = new Set(types.map(type => type.name));
  const schemas = actions.map(list => readAction(list, arities, names)).filter(schema => schema.effects.length > 0);
  const fluents = new Set(schemas.flatMap(schema => schema.effects.map(effect => effect.atom.predicate)));
  return { name, types, constants, arities, actions: schemas, fluents };
}

function sectionName(section: List): string {
  const head = section.items[0];
  return typeof head === 'string' ? `"${head}"` : 'without a name';
}

/** Checks `(define (<kind> <name>) …)` and gives the name. Throws `Malformed`. */
export function header(define: List, kind: string): string {
  if (define.items[0] !== 'define') throw new Malformed(`Expected "(define (${kind} …) …)".`, define.offset);
  const head = asList(define.items[1], `"(${kind} …)"`, define);
  if (head.items[0] !== kind) throw new Malformed(`Expected "(${kind} …)".`, head.offset);
  return asWord(head.items[1], `The name of the ${kind}`, head);
}

function readAction(list: List, arities: ReadonlyMap<string, number>, types: ReadonlySet<string>): ActionSchema {
  const name = asWord(list.items[1], 'The name of an action', list);
  const parts = new Map<string, Item>();
  for (let index = 2; index < list.items.length; index += 2) {
    const tag = asWord(list.items[index], 'A part of an action', list);
    const value = list.items[index + 1];
    if (![':parameters', ':precondition', ':effect'].includes(tag) || value === undefined || parts.has(tag))
      throw new Malformed(
        `The action "${name}" has an unexpected "${tag}"; it takes :parameters, :precondition and :effect, once each.`,
        list.offset,
      );
    parts.set(tag, value);
  }
  const slotTypes: string[] = [];
  const outer: Scope = { arities, types, slotTypes, variables: new Map() };
  const parameterList = asList(parts.get(':parameters') ?? { items: [], offset: list.offset }, 'The parameters', list);
  const { inner } = quantified(parameterList, list, outer);
  const parameters = readTyped(parameterList.items, parameterList);
  const condition = parts.get(':precondition');
  const empty = condition === undefined || (typeof condition === 'object' && condition.items.length === 0);
  const precondition = empty ? always : readCondition(condition, list, inner);
  const effect = asList(parts.get(':effect'), `The :effect of the action "${name}"`, list);
  const effects = effect.items.length === 0 ? [] : readEffects(effect, inner, { when: always, slots: [] });
  return { name, parameters, slotTypes, precondition, effects, offset: list.offset };
}

/** Flattens an effect: one entry a changed atom and alternative of its condition. */
function readEffects(
  list: List,
  scope: Scope,
  under: { readonly when: Alternatives; readonly slots: readonly number[] },
): Effect[] {
  const tag = asWord(list.items[0], 'The head of an effect', list);
  const part = (index: number) => asList(list.items[index], `A part of "${tag}"`, list);
  if (numeric.has(tag)) return [];
  if (tag === 'and') return list.items.slice(1).flatMap((_, index) => readEffects(part(index + 1), scope, under));
  if (tag === 'when') {
    const when = both(under.when, readCondition(part(1), list, scope), list);
    return readEffects(part(2), scope, { when, slots: under.slots });
  }
  if (tag === 'forall') {
    const { inner, slots } = quantified(part(1), list, scope);
    return readEffects(part(2), inner, { when: under.when, slots: [...under.slots, ...slots] });
  }
  const atom = readAtom(tag === 'not' ? part(1) : list, { ...scope, types: new Set() });
  if (atom.predicate === '=') throw new Malformed('An effect cannot change "=".', list.offset);
  return under.when.map(when => ({ when, slots: [...under.slots, ...when.slots], atom, adds: tag !== 'not' }));
}
