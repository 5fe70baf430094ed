import { fieldNamed, fieldWithChoice, type Operator } from './field.ts';

/** What a field is compared with: null is `none`. */
export type QueryValue = string | number | null;

/** What a filter says. Fields go by the first of their names, choices by their full word. */
export type Query =
  | { readonly kind: 'all' }
  | { readonly kind: 'and' | 'or'; readonly terms: readonly Query[] }
  | { readonly kind: 'not'; readonly term: Query }
  /** The task's instruction or id, or the episode's id, contains the text. */
  | { readonly kind: 'contains'; readonly text: string }
  /** A flag, or a count above 0. */
  | { readonly kind: 'is'; readonly field: string }
  | { readonly kind: 'compare'; readonly field: string; readonly operator: Operator; readonly value: QueryValue }
  | { readonly kind: 'in'; readonly field: string; readonly values: readonly QueryValue[] };

/** Words with a meaning of their own. */
export const keywords: readonly string[] = ['and', 'or', 'not', 'in', 'none'];

/** Several conditions as one; those of the same kind inside are taken apart. */
export function joined(kind: 'and' | 'or', terms: readonly Query[]): Query {
  const flat = terms.flatMap(term => (term.kind === kind ? term.terms : term.kind === 'all' ? [] : [term]));
  return flat.length > 1 ? { kind, terms: flat } : (flat[0] ?? { kind: 'all' });
}

/** A filter that means `query`, in its plainest form. */
export function queryText(query: Query): string {
  switch (query.kind) {
    case 'all':
      return '';
    case 'and':
      return query.terms.map(term => (term.kind === 'or' ? `(${queryText(term)})` : queryText(term))).join(' and ');
    case 'or':
      return query.terms.map(queryText).join(' or ');
    case 'not':
      return `not ${query.term.kind === 'and' || query.term.kind === 'or' ? `(${queryText(query.term)})` : queryText(query.term)}`;
    case 'contains':
      return wordOrString(query.text);
    case 'is':
      return query.field;
    case 'compare':
      return `${query.field} ${query.operator} ${valueText(query.value)}`;
    case 'in':
      return `${query.field} in (${query.values.map(valueText).join(', ')})`;
  }
}

function valueText(value: QueryValue): string {
  return value === null ? 'none' : typeof value === 'number' ? String(value) : wordOrString(value, true);
}

/** A text as it is written in a filter: a word where it can be one, else a string. */
export function wordOrString(text: string, isValue = false): string {
  const isWord = /^[\p{L}\p{N}_./#@+-]+$/u.test(text) && !keywords.includes(text.toLowerCase());
  const isTaken = !isValue && (fieldNamed(text) ?? fieldWithChoice(text)) !== undefined;
  return isWord && !isTaken ? text : `"${text.replace(/["\\]/g, '\\$&')}"`;
}
