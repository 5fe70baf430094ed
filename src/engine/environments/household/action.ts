import type { Conjunction } from './condition.ts';
import type { ActionSchema, Effect } from './domain.ts';
import type { Wording } from './grammar.ts';
import { type BoundAtom, bind, type Plan, plan, type Setting } from './match.ts';
import type { Operator } from './operator.ts';
import { type Placeholder, placeholder } from './query.ts';

/** An effect in a game: for every solution of `plan`, `atom` changes. */
export interface BoundEffect {
  readonly effect: Effect;
  readonly atom: BoundAtom;
  readonly plan: Plan;
}

/** An action in a game. */
export interface Action {
  readonly schema: ActionSchema;
  readonly wording: Wording;
  /** Whether the command depends on nothing that actions change. */
  readonly stable: boolean;
  readonly variants: readonly Variant[];
  /** The parameters as queries of the grammar name them. */
  readonly placeholders: readonly Placeholder[];
  /** Effects that come about whenever the action does: additions, and deletions that no condition can outdo. */
  readonly plain: readonly BoundEffect[];
  /** The other effects. */
  readonly conditional: readonly BoundEffect[];
}

/** One alternative of an action's precondition: Fast Downward makes an operator of each. */
export interface Variant {
  readonly conjunction: Conjunction;
  readonly plan: Plan;
  /** Conditions on facts that actions change. */
  readonly positive: readonly BoundAtom[];
  readonly negative: readonly BoundAtom[];
  /** Operators met so far, by their slots; undefined for one that can change nothing. */
  readonly operators: Map<number | string, Operator | undefined>;
}

export interface ActionOptions {
  readonly schema: ActionSchema;
  readonly wording: Wording;
  readonly stable: boolean;
  readonly fluents: ReadonlySet<string>;
}

/** Binds an action to the objects and relations of a game. */
export function bindAction({ schema, wording, stable, fluents }: ActionOptions, setting: Setting): Action {
  const { slotTypes } = schema;
  const parameters = schema.parameters.map((_, slot) => slot);
  const changing = (atoms: Conjunction['positive']) =>
    atoms.filter(atom => fluents.has(atom.predicate)).map(atom => bind(atom, setting));
  const effects = schema.effects.map(effect => ({
    effect,
    atom: bind(effect.atom, setting),
    plan: plan({ conjunction: effect.when, open: effect.slots, slotTypes }, setting),
  }));
  const isPlain = plainly(effects);
  const plain = effects.filter(isPlain);
  const variants = schema.precondition.map(conjunction => ({
    conjunction,
    plan: plan({ conjunction, open: [...parameters, ...conjunction.slots], slotTypes }, setting),
    positive: changing(conjunction.positive),
    negative: changing(conjunction.negative),
    operators: new Map(),
  }));
  const placeholders = schema.parameters.map(({ name, type }) => placeholder(name.replace(/^\?+|\?+$/g, ''), type));
  return {
    schema,
    wording,
    stable,
    placeholders,
    variants,
    plain,
    conditional: effects.filter(effect => !isPlain(effect)),
  };
}

/** Effects that come about whenever the action does. */
function plainly(effects: readonly BoundEffect[]): (effect: BoundEffect) => boolean {
  const sure = ({ effect: { when, slots } }: BoundEffect) =>
    slots.length + when.positive.length + when.negative.length + when.absent.length === 0;
  const restored = new Set(effects.filter(other => other.effect.adds && !sure(other)).map(({ atom }) => atom.relation));
  return other => sure(other) && (other.effect.adds || !restored.has(other.atom.relation));
}
