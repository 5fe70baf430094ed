import { Malformed } from './malformed.ts';

/** What the grammar can say about an object. */
export interface Entity {
  readonly id: string;
  readonly type: string;
  readonly name: string;
}

/** A value in an expression: Python's str, None, bool, or an object. */
export type Value = string | null | boolean | Entity;

/** Computes a value from the objects that names stand for. Throws `Malformed` for a name that stands for none. */
export type Expression = (lookup: (name: string) => Entity | undefined) => Value;

const attributes: Record<string, (entity: Entity) => Value> = {
  id: entity => entity.id,
  type: entity => entity.type,
  name: entity => entity.name,
  definite: () => 'the',
  indefinite: () => 'a',
  noun: () => null,
  adj: () => null,
  desc: () => null,
  room_type: () => null,
  synonyms: () => null,
};

const methods: Record<string, { readonly takes: number; call(text: string, first: string, second: string): string }> = {
  upper: { takes: 0, call: text => text.toUpperCase() },
  lower: { takes: 0, call: text => text.toLowerCase() },
  capitalize: { takes: 0, call: text => text.slice(0, 1).toUpperCase() + text.slice(1).toLowerCase() },
  replace: { takes: 2, call: (text, first, second) => text.replaceAll(first, () => second) },
};

const tokenPattern = /\s*(?:([A-Za-z_]\w*)|'([^'\\]*)'|"([^"\\]*)"|(==|!=|[+().,])|$)/y;

/** What Python's `str()` makes of a value. */
export function text(value: Value): string {
  if (typeof value === 'string') return value;
  if (value === null) return 'None';
  return typeof value === 'boolean' ? (value ? 'True' : 'False') : value.name;
}

function truthy(value: Value): boolean {
  return value !== null && value !== false && value !== '';
}

/**
 * Reads the part of Python that grammars use between braces: names, attributes, strings, `+`, `or`, `and`, `not`,
 * `==`, `!=`, `… if … else …`, `.upper()`, `.lower()`, `.capitalize()`, `.replace(…, …)` and parentheses. Throws `Malformed`.
 */
export function readExpression(source: string): Expression {
  interface Token {
    readonly word?: string;
    readonly string?: string;
    readonly mark?: string;
    readonly offset: number;
  }
  const tokens: Token[] = [];
  for (tokenPattern.lastIndex = 0; ; ) {
    const offset = tokenPattern.lastIndex;
    const match = tokenPattern.exec(source);
    if (!match)
      throw new Malformed(
        `"${source.trim()}" is not an expression that Contrail can compute; use names, attributes, strings and "+".`,
        offset,
      );
    const [whole, word, single, double, mark] = match;
    if (word !== undefined) tokens.push({ word, offset });
    else if (mark !== undefined) tokens.push({ mark, offset });
    else if (single !== undefined || double !== undefined) tokens.push({ string: (single ?? double)!, offset });
    else if (whole.length === 0 || tokenPattern.lastIndex >= source.length) break;
  }
  let at = 0;
  const fail = (): never => {
    throw new Malformed(
      `"${source.trim()}" is not an expression that Contrail can compute; use names, attributes, strings and "+".`,
      tokens[at]?.offset ?? 0,
    );
  };
  const word = (wanted: string) => tokens[at]?.word === wanted && at++ >= 0;
  const mark = (wanted: string) => tokens[at]?.mark === wanted && at++ >= 0;

  const choice = (): Expression => {
    const value = disjunction();
    if (!word('if')) return value;
    const condition = disjunction();
    if (!word('else')) fail();
    const otherwise = choice();
    return lookup => (truthy(condition(lookup)) ? value(lookup) : otherwise(lookup));
  };
  const disjunction = (): Expression => {
    const left = conjunction();
    if (!word('or')) return left;
    const right = disjunction();
    return lookup => {
      const value = left(lookup);
      return truthy(value) ? value : right(lookup);
    };
  };
  const conjunction = (): Expression => {
    const left = negation();
    if (!word('and')) return left;
    const right = conjunction();
    return lookup => {
      const value = left(lookup);
      return truthy(value) ? right(lookup) : value;
    };
  };
  const negation = (): Expression => {
    if (!word('not')) return comparison();
    const inner = negation();
    return lookup => !truthy(inner(lookup));
  };
  const comparison = (): Expression => {
    const left = sum();
    const equal = mark('==');
    if (!equal && !mark('!=')) return left;
    const right = sum();
    return lookup => (left(lookup) === right(lookup)) === equal;
  };
  const sum = (): Expression => {
    let left = primary();
    while (mark('+')) {
      const before = left;
      const right = primary();
      left = lookup => text(before(lookup)) + text(right(lookup));
    }
    return left;
  };
  const primary = (): Expression => {
    let value = operand();
    while (mark('.')) {
      const of = value;
      const name = tokens[at++]?.word ?? fail();
      if (mark('(')) {
        const method = Object.hasOwn(methods, name) ? methods[name]! : fail();
        const given: Expression[] = [];
        while (!mark(')')) {
          if (given.length > 0 && !mark(',')) fail();
          given.push(choice());
        }
        if (given.length !== method.takes) fail();
        value = lookup => {
          const [first = '', second = ''] = given.map(argument => text(argument(lookup)));
          return method.call(text(of(lookup)), first, second);
        };
      } else {
        const attribute = Object.hasOwn(attributes, name) ? attributes[name]! : fail();
        value = lookup => {
          const entity = of(lookup);
          if (entity === null || typeof entity !== 'object')
            throw new Malformed(`"${source.trim()}" asks for "${name}" of something that is no object.`, 0);
          return attribute(entity);
        };
      }
    }
    return value;
  };
  const operand = (): Expression => {
    const token = tokens[at++] ?? fail();
    if (token.string !== undefined) {
      const { string } = token;
      return () => string;
    }
    if (token.mark === '(') {
      const inner = choice();
      if (!mark(')')) fail();
      return inner;
    }
    const name = token.word ?? fail();
    if (name === 'None') return () => null;
    return lookup => {
      const entity = lookup(name);
      if (!entity) throw new Malformed(`"${source.trim()}" speaks of "${name}", which stands for no object here.`, 0);
      return entity;
    };
  };

  const expression = choice();
  if (at < tokens.length) fail();
  return expression;
}
