import type { Action, Variant } from './action.ts';
import type { Game } from './game.ts';
import { type BoundAtom, keyOf } from './match.ts';
import type { Relation } from './relation.ts';

/** One fact of a relation. */
export interface Change {
  readonly relation: number;
  readonly key: number;
}

/** An action with an object for every variable. */
export interface Operator {
  readonly action: Action;
  readonly variant: Variant;
  readonly slots: readonly number[];
  /** Changeable facts that must be true before, and false. */
  readonly required: readonly Change[];
  readonly excluded: readonly Change[];
  /** What becomes true whatever the state, and false. */
  readonly adds: readonly Change[];
  readonly deletes: readonly Change[];
  /** The command, where it never changes. */
  command: string | undefined;
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
  const own = slots.slice(0, action.schema.slotTypes.length);
  const operator = ground(action, variant, own, game);
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

function ground(action: Action, variant: Variant, slots: readonly number[], game: Game): Operator | undefined {
  const { radix } = game.cast;
  const changeOf = (atom: BoundAtom): Change => ({ relation: atom.relation, key: keyOf(atom.terms, slots, radix) });
  const required = variant.positive.map(changeOf);
  const excluded = variant.negative.map(changeOf);
  const adds = action.plain.filter(({ effect }) => effect.adds).map(({ atom }) => changeOf(atom));
  const deletes = action.plain
    .filter(({ effect }) => !effect.adds)
    .map(({ atom }) => changeOf(atom))
    .filter(change => !includes(adds, change) && !includes(excluded, change));
  const operator: Operator = { action, variant, slots, required, excluded, adds, deletes, command: undefined };
  const changes =
    adds.some(change => !includes(required, change)) ||
    deletes.some(change => includes(required, change) || game.reach.has(change)) ||
    game.reach.effects(operator).length > 0;
  return changes ? operator : undefined;
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
