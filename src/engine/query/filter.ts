import { complements, type Field, fieldNamed, type NumberColumn, type TextColumn } from './field.ts';
import type { Query, QueryValue } from './query.ts';

/** The texts of a column. */
export interface TextValues {
  text(row: number): string;
  /** Equal for equal texts, counted from 0 without great gaps, so that each is looked at once; absent where nearly all differ. */
  code?(row: number): number;
}

/** What a filter reads: rows by number, one value of a row at a time. */
export interface QueryRows {
  /** What gives a row's number; NaN where it has none. */
  number(column: NumberColumn): (row: number) => number;
  text(column: TextColumn): TextValues;
  /** Whether the row is no episode. Such a row has a line and nothing else. */
  malformed(row: number): boolean;
}

/** Whether a row passes. */
export type RowTest = (row: number) => boolean;

/**
 * What lets the rows pass that a filter asks for. No value is unequal to every value and neither less nor more than any;
 * a line that is no episode passes for its line, for `malformed`, and for nothing that is said of episodes, be it negated.
 */
export function rowTest(query: Query, rows: QueryRows): RowTest {
  const ofEpisodes = test(query, { rows, negated: false, malformed: false });
  const ofOthers = test(query, { rows, negated: false, malformed: true });
  return row => (rows.malformed(row) ? ofOthers(row) : ofEpisodes(row));
}

interface Context {
  readonly rows: QueryRows;
  /** Whether an odd number of `not` stands around. */
  readonly negated: boolean;
  /** Whether the rows are lines that are no episodes. */
  readonly malformed: boolean;
}

function test(query: Query, context: Context): RowTest {
  switch (query.kind) {
    case 'all':
      return () => true;
    case 'not':
      return test(query.term, { ...context, negated: !context.negated });
    case 'and':
    case 'or': {
      const tests = query.terms.map(term => test(term, context));
      const all = (query.kind === 'and') !== context.negated;
      return all ? row => tests.every(each => each(row)) : row => tests.some(each => each(row));
    }
    case 'contains':
      if (context.malformed) return () => false;
      return textTest(['instruction', 'task', 'id'], { ...context, matches: containing(query.text) });
    case 'is':
    case 'compare':
    case 'in':
      return fieldTest(query, context);
  }
}

type FieldQuery = Extract<Query, { readonly field: string }>;

function fieldTest(query: FieldQuery, context: Context): RowTest {
  const field = fieldNamed(query.field)!;
  const { rows, negated, malformed } = context;
  if (field.name === 'malformed') return () => malformed !== negated;
  if (malformed && field.name !== 'line') return () => false;
  switch (field.type) {
    case 'text':
    case 'choice': {
      const isNegative = query.kind === 'compare' && (query.operator === '!=' || query.operator === '!~');
      const matches = textMatch(query);
      return textTest(field.columns, { ...context, negated: negated !== isNegative, matches });
    }
    case 'kinds':
      return kindsTest(field.choices, query, context);
    default:
      return numberTest(query, rows.number(field.column as NumberColumn), negated);
  }
}

function numberTest(query: FieldQuery, value: (row: number) => number, negated: boolean): RowTest {
  if (query.kind === 'is') return negated ? row => !(value(row) > 0) : row => value(row) > 0;
  if (query.kind === 'in') {
    const wanted = query.values.map(each => each ?? Number.NaN) as readonly number[];
    return row => wanted.includes(value(row)) !== negated;
  }
  const limit = (query.value ?? Number.NaN) as number;
  switch (negated ? complements[query.operator] : query.operator) {
    case '=':
      return row => Object.is(value(row) + 0, limit);
    case '!=':
      return row => !Object.is(value(row) + 0, limit);
    case '<':
      return row => value(row) < limit;
    case '<=':
      return row => value(row) <= limit;
    case '>':
      return row => value(row) > limit;
    default:
      return row => value(row) >= limit;
  }
}

function kindsTest(
  kinds: Extract<Field, { readonly type: 'kinds' }>['choices'],
  query: FieldQuery,
  { rows, negated }: Context,
): RowTest {
  const isNegative = query.kind === 'compare' && (query.operator === '!=' || query.operator === '!~');
  const counts = (wanted: (kind: string) => boolean) => kinds.filter(wanted).map(kind => rows.number(kind));
  const total = rows.number('problems');
  const asks = (value: QueryValue): readonly ((row: number) => boolean)[] =>
    value === null ? [row => total(row) === 0] : counts(kind => kind === value).map(count => row => count(row) > 0);
  const any =
    query.kind === 'in'
      ? query.values.flatMap(asks)
      : query.kind === 'compare' && query.operator.includes('~')
        ? counts(containing(String(query.value))).map(count => (row: number) => count(row) > 0)
        : query.kind === 'compare'
          ? asks(query.value)
          : [];
  const expected = negated === isNegative;
  return row => any.some(each => each(row)) === expected;
}

function textMatch(query: FieldQuery): (text: string) => boolean {
  if (query.kind === 'compare' && query.operator.includes('~')) return containing(String(query.value));
  const wanted = (query.kind === 'in' ? query.values : query.kind === 'compare' ? [query.value] : []).map(value =>
    String(value).toLowerCase(),
  );
  return text => wanted.includes(text.toLowerCase());
}

function containing(part: string): (text: string) => boolean {
  const wanted = part.toLowerCase();
  return text => text.toLowerCase().includes(wanted);
}

function textTest(
  columns: readonly TextColumn[],
  { rows, negated, matches }: Context & { readonly matches: (text: string) => boolean },
): RowTest {
  const tests = columns.map(column => rememberingTest(rows.text(column), matches));
  return row => tests.some(each => each(row)) !== negated;
}

/** Looks at every different text once where the column can tell which are equal. */
function rememberingTest(values: TextValues, matches: (text: string) => boolean): RowTest {
  if (!values.code) return row => matches(values.text(row));
  const known = new Map<number, boolean>();
  return row => {
    const code = values.code!(row);
    let passes = known.get(code);
    if (passes === undefined) {
      passes = matches(values.text(row));
      known.set(code, passes);
    }
    return passes;
  };
}
