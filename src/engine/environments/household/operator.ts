import type { Action, Variant } from './action.ts';
import type { Game } from './game.ts';
import { type BoundAtom, keyOf } from './match.ts';
import type { Relation } from './relation.ts';

/** One fact of a relation. */
export interface Change {
  readonly relation: number;
  readonly key: number;
}

/** What an operator is about, apart from its conditional effects. */
export interface Changes {
  /** Changeable facts that must be true before, and false. */
  readonly required: readonly Change[];
  readonly excluded: readonly Change[];
  /** What becomes true whatever the state, and false. */
  readonly adds: readonly Change[];
  readonly deletes: readonly Change[];
}

/** An action with an object for every variable. */
export class Operator {
  readonly action: Action;
  readonly variant: Variant;
  readonly slots: readonly number[];
  /** The command, where it never changes. */
  command: string | undefined;
  readonly #radix: number;
  #changes: Changes | undefined;

  constructor(action: Action, variant: Variant, slots: readonly number[], { cast }: Game) {
    this.action = action;
    this.variant = variant;
    this.slots = slots;
    this.#radix = cast.radix;
  }

  /** Worked out when first asked for: most commands are never given. */
  get changes(): Changes {
    this.#changes ??= this.#ground();
    return this.#changes;
  }

  #ground(): Changes {
    const changeOf = ({ relation, terms }: BoundAtom): Change => ({
      relation,
      key: keyOf(terms, this.slots, this.#radix),
    });
    const { plain } = this.action;
    const excluded = this.variant.negative.map(changeOf);
    const adds = plain.filter(({ effect }) => effect.adds).map(({ atom }) => changeOf(atom));
    const deletes = plain
      .filter(({ effect }) => !effect.adds)
      .map(({ atom }) => changeOf(atom))
      .filter(change => !includes(adds, change) && !includes(excluded, change));
    return { required: this.variant.positive.map(changeOf), excluded, adds, deletes };
  }
}

/**
 * The operator of a variant whose slots are filled, undefined when Fast Downward drops it because it can change
 * nothing: every addition is a precondition, every deletion an addition or a negated precondition.
 */
export function operatorOf(
  action: Action,
  variant: Variant,
  slots: readonly number[],
  game: Game,
): Operator | undefined {
  const key = slotKey(action, variant, slots, game.cast.radix);
  const known = variant.operators.get(key);
  if (known || variant.operators.has(key)) return known;
  const own = new Operator(action, variant, slots.slice(0, action.schema.slotTypes.length), game);
  const operator = addsNews(own, game) || canChange(own, game) ? own : undefined;
  variant.operators.set(key, operator);
  return operator;
}

function slotKey(action: Action, variant: Variant, slots: readonly number[], radix: number): number | string {
  let key = 0;
  let text = '';
  const add = (object: number) => {
    key = key * radix + object;
    if (key > Number.MAX_SAFE_INTEGER) text ||= 'long';
  };
  for (let slot = 0; slot < action.schema.parameters.length; slot++) add(slots[slot]!);
  for (const slot of variant.conjunction.slots) add(slots[slot]!);
  return text ? slots.join() : key;
}

/** Whether something is added that is no precondition: the common case, answered without working out all changes. */
function addsNews({ action, variant, slots }: Operator, { cast: { radix } }: Game): boolean {
  return action.plain.some(({ effect, atom: { relation, terms } }) => {
    if (!effect.adds) return false;
    const key = keyOf(terms, slots, radix);
    return !variant.positive.some(fact => fact.relation === relation && keyOf(fact.terms, slots, radix) === key);
  });
}

/** The same for operators that add nothing new for sure. */
function canChange(operator: Operator, { reach }: Game): boolean {
  const { required, deletes } = operator.changes;
  return deletes.some(change => includes(required, change) || reach.has(change)) || reach.effects(operator).length > 0;
}

export function includes(changes: readonly Change[], { relation, key }: Change): boolean {
  return changes.some(other => other.relation === relation && other.key === key);
}

/** What an operator changes through its conditional effects in this state. */
export function conditionalChanges(
  operator: Operator,
  game: Game,
  relations: readonly Relation[],
): { adds: Change[]; deletes: Change[] } {
  const result = { adds: [] as Change[], deletes: [] as Change[] };
  for (const { effect, atom, plan } of operator.action.conditional) {
    const slots = [...operator.slots];
    game.solve(plan, slots, relations, () => {
      (effect.adds ? result.adds : result.deletes).push({
        relation: atom.relation,
        key: keyOf(atom.terms, slots, game.cast.radix),
      });
      return false;
    });
  }
  return result;
}
