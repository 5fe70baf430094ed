import type { Action, BoundEffect } from './action.ts';
import { anything } from './cast.ts';
import type { Atom } from './condition.ts';
import type { Game } from './game.ts';
import { bind, keyOf, plan } from './match.ts';
import { type Change, includes, type Operator } from './operator.ts';
import type { Relation } from './relation.ts';

/** A conditional effect for one choice of objects. */
export interface EffectInstance extends Change {
  readonly adds: boolean;
  /** Changeable facts that the condition wants to be true, and to be false. */
  readonly positive: readonly Change[];
  readonly negative: readonly Change[];
  /** Whether the condition also says that something is nowhere to be found. */
  readonly more: boolean;
}

/**
 * Which facts could ever become true if nothing were ever deleted and nothing forbidden: the facts Fast Downward has
 * variables for. Few games need to know, so it is worked out when first asked for.
 */
export class Reach {
  readonly #game: Game;
  readonly #effects = new WeakMap<Operator, readonly EffectInstance[]>();
  #relations: readonly Relation[] | undefined;

  constructor(game: Game) {
    this.#game = game;
  }

  /** Whether a fact could ever be true. */
  has({ relation, key }: Change): boolean {
    return this.#game.relations[relation]!.has(key) || this.#reachable()[relation]!.has(key);
  }

  /** The conditional effects that Fast Downward keeps for an operator, whether they come about or not. */
  effects(operator: Operator): readonly EffectInstance[] {
    if (operator.action.conditional.length === 0) return [];
    let effects = this.#effects.get(operator);
    if (!effects) {
      effects = this.#instances(operator);
      this.#effects.set(operator, effects);
    }
    return effects;
  }

  #instances(operator: Operator): EffectInstance[] {
    const { action } = operator;
    const { required, excluded, adds: plainAdds } = operator.changes;
    const possible = action.conditional
      .flatMap(effect => this.#instancesOf(effect, action, operator.slots))
      .filter(({ positive, negative }) => !positive.some(fact => includes(negative, fact)));
    const contradicted = ({ positive, negative }: EffectInstance) =>
      positive.some(fact => includes(excluded, fact)) || negative.some(fact => includes(required, fact));
    const outdone = (deletion: EffectInstance) => {
      const certain = [...required, ...deletion.positive, deletion];
      const impossible = [...excluded, ...deletion.negative];
      return possible.some(
        other =>
          other.adds &&
          !other.more &&
          includes([deletion], other) &&
          other.positive.every(fact => includes(certain, fact)) &&
          other.negative.every(fact => includes(impossible, fact)),
      );
    };
    return possible.filter(instance => {
      if (contradicted(instance)) return false;
      if (instance.adds) return !includes(required, instance);
      return (
        !includes(excluded, instance) &&
        !includes(plainAdds, instance) &&
        !includes(instance.negative, instance) &&
        !outdone(instance) &&
        this.has(instance)
      );
    });
  }

  #instancesOf({ effect, atom }: BoundEffect, action: Action, bound: readonly number[]): EffectInstance[] {
    const game = this.#game;
    const fluent = ({ predicate }: Atom) => game.domain.fluents.has(predicate);
    const steps = plan(
      {
        conjunction: effect.when,
        open: effect.slots,
        slotTypes: action.schema.slotTypes,
        ignore: part => part === 'absent' || fluent(part),
      },
      game,
    );
    const slots = [...bound];
    const facts = (atoms: readonly Atom[]) =>
      atoms.filter(fluent).map(part => {
        const { relation, terms } = bind(part, game);
        return { relation, key: keyOf(terms, slots, game.cast.radix) };
      });
    const found: EffectInstance[] = [];
    game.solve(steps, slots, this.#reachable(), () => {
      found.push({
        relation: atom.relation,
        key: keyOf(atom.terms, slots, game.cast.radix),
        adds: effect.adds,
        positive: facts(effect.when.positive),
        negative: facts(effect.when.negative).filter(fact => this.has(fact)),
        more: effect.when.absent.length > 0,
      });
      return false;
    });
    return found;
  }

  #reachable(): readonly Relation[] {
    this.#relations ??= this.#fixpoint();
    return this.#relations;
  }

  #fixpoint(): readonly Relation[] {
    const game = this.#game;
    const relations = game.relations.map(relation => relation.copy());
    const ignore = () => true;
    const rules = game.actions.flatMap(({ schema, variants, plain, conditional }) => {
      const parameters = schema.parameters.map((_, slot) => slot);
      const { slotTypes } = schema;
      return variants.map(({ conjunction }) => ({
        steps: plan({ conjunction, open: [...parameters, ...conjunction.slots], slotTypes, ignore }, game),
        effects: [...plain, ...conditional]
          .filter(({ effect }) => effect.adds)
          .map(({ effect, atom }) => ({
            atom,
            steps: plan(
              { conjunction: effect.when, open: effect.slots, slotTypes: untyped(slotTypes, effect.slots), ignore },
              game,
            ),
          })),
      }));
    });
    for (let grown = true; grown; ) {
      const found: Change[] = [];
      for (const { steps, effects } of rules) {
        const slots: number[] = [];
        game.solve(steps, slots, relations, () => {
          for (const effect of effects)
            game.solve(effect.steps, slots, relations, () => {
              const change = { relation: effect.atom.relation, key: keyOf(effect.atom.terms, slots, game.cast.radix) };
              if (!relations[change.relation]!.has(change.key)) found.push(change);
              return false;
            });
          return false;
        });
      }
      for (const { relation, key } of found) relations[relation]!.add(key);
      grown = found.length > 0;
    }
    return relations;
  }
}

/** The translator forgets the types of an effect's own variables when it asks what could become true. */
function untyped(slotTypes: readonly string[], slots: readonly number[]): readonly string[] {
  return slotTypes.map((type, slot) => (slots.includes(slot) ? anything : type));
}
