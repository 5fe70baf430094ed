import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { completions } from '../../../src/engine/query/completions.ts';
import { type Field, fieldNamed, fieldNames, fields, operatorsOf } from '../../../src/engine/query/field.ts';
import { rowTest } from '../../../src/engine/query/filter.ts';
import { parseQuery } from '../../../src/engine/query/parse.ts';
import { joined, type Query, type QueryValue, queryText } from '../../../src/engine/query/query.ts';
import { tokens } from '../../../src/engine/query/token.ts';
import { queryRows, type TestRow } from './rows.ts';

const piece = fc.oneof(
  fc.constantFrom(...fieldNames),
  fc.constantFrom(
    'and',
    'or',
    'not',
    'in',
    'none',
    '(',
    ')',
    ',',
    '=',
    '!=',
    '<',
    '~',
    '!~',
    '"',
    "'",
    '\\',
    '&&',
    '||',
  ),
  fc.constantFrom('1', '0.5', '-3e2', 'mug', 'unseen', 'timeout', ' ', '\n'),
  fc.string({ unit: 'binary' }),
);
const anyFilter = fc
  .array(piece, { maxLength: 12 })
  .chain(pieces => fc.constantFrom(pieces.join(' '), pieces.join('')));

const text = fc.oneof(
  fc.string({ minLength: 1 }),
  fc.constantFrom('none', 'AND', 'reward', 'timeout', '1', 'a b', '\\'),
);
const number = fc.oneof(
  fc.double({ noNaN: true, noDefaultInfinity: true }).map(value => value + 0),
  fc.nat(50),
);

function anyValue(field: Field): fc.Arbitrary<QueryValue> {
  if (field.type === 'text') return text;
  if ('choices' in field)
    return fc.constantFrom<QueryValue>(...field.choices, ...(field.type === 'kinds' ? [null] : []));
  return field.type === 'number' && field.optional ? fc.option(number) : number;
}

const condition: fc.Arbitrary<Query> = fc.oneof(
  text.map(each => ({ kind: 'contains' as const, text: each })),
  fc.constantFrom(...fields).chain((field): fc.Arbitrary<Query> => {
    const { name } = field;
    if (field.type === 'flag') return fc.constant({ kind: 'is', field: name });
    const compare = fc
      .tuple(fc.constantFrom(...operatorsOf(field)), anyValue(field), text)
      .map(([operator, value, part]) => {
        const fitting = operator.includes('~')
          ? part
          : value === null && operator !== '=' && operator !== '!='
            ? 1
            : value;
        return { kind: 'compare' as const, field: name, operator, value: fitting };
      });
    const list = fc
      .array(anyValue(field), { minLength: 1, maxLength: 3 })
      .map(values => ({ kind: 'in' as const, field: name, values }));
    return fc.oneof(compare, list);
  }),
);

const { query: anyQuery } = fc.letrec<{ query: Query }>(tie => ({
  query: fc.oneof(
    { maxDepth: 4, withCrossShrink: true },
    condition,
    tie('query').map(term => (term.kind === 'not' ? term : { kind: 'not' as const, term })),
    fc
      .tuple(fc.constantFrom('and' as const, 'or' as const), fc.array(tie('query'), { minLength: 2, maxLength: 3 }))
      .map(([kind, terms]) => joined(kind, terms)),
  ),
}));

test('any text is read without an exception, and its problems lie within it', () => {
  fc.assert(
    fc.property(anyFilter, filter => {
      for (const { from, to, message } of parseQuery(filter).problems) {
        assert.ok(0 <= from && from <= to && to <= filter.length && from < filter.length);
        assert.ok(message.endsWith('.') || message.endsWith('?'));
      }
    }),
    { numRuns: 1000 },
  );
});

test('tokens cover everything but spaces, in order', () => {
  fc.assert(
    fc.property(anyFilter, filter => {
      let at = 0;
      for (const { from, to } of tokens(filter)) {
        assert.ok(from >= at && to > from);
        assert.equal(filter.slice(at, from).trim(), '');
        at = to;
      }
      assert.equal(filter.slice(at).trim(), '');
    }),
  );
});

test('what is written is read as it was meant', () => {
  fc.assert(
    fc.property(anyQuery, query => {
      const written = queryText(query);
      assert.deepEqual(parseQuery(written), { query, problems: [] });
    }),
    { numRuns: 1000 },
  );
});

test('a negated filter lets the other episodes pass, apart from numbers compared with nothing', () => {
  const row: fc.Arbitrary<TestRow> = fc.record({
    reward: fc.constantFrom(0, 0.5, 1),
    tokens: fc.nat(3),
    iteration: fc.nat(3),
    steps: fc.nat(50),
    success: fc.nat(1),
    problems: fc.nat(2),
    'invalid-action': fc.nat(2),
    task: text,
    split: fc.constantFrom('seen', 'unseen'),
  });
  fc.assert(
    fc.property(anyQuery, row, (query, one) => {
      const rows = queryRows([one]);
      assert.equal(rowTest({ kind: 'not', term: query }, rows)(0), !rowTest(query, rows)(0));
    }),
  );
});

test('a completion replaces what is there and fits in its place', async () => {
  await fc.assert(
    fc.asyncProperty(anyFilter, fc.nat(40), async (filter, place) => {
      const caret = Math.min(place, filter.length);
      for (const { from, to, insert } of await completions({ text: filter, caret })) {
        assert.ok(0 <= from && from <= caret && caret <= to && to <= filter.length && insert.length > 0);
      }
    }),
  );
});

test('every field goes by its name in any case', () => {
  for (const name of fieldNames) assert.ok(fieldNamed(name.toUpperCase()));
});
