import { type Field, fieldNamed, fields, operatorsOf } from './field.ts';
import { choiceNames } from './operand.ts';
import { wordOrString } from './query.ts';
import { type TextRange, type Token, tokens } from './token.ts';
import { isKeyword, isValue, operatorOf } from './tokenCursor.ts';

/** Something that could stand at the caret. Accepting it replaces `from` to `to` by `insert`. */
export interface Completion extends TextRange {
  readonly insert: string;
  readonly label: string;
  /** What it means, in a few words; may be empty. */
  readonly detail: string;
  readonly kind: 'field' | 'operator' | 'value' | 'keyword';
}

/** Where completions are asked for. */
export interface CompletionRequest {
  readonly text: string;
  /** In UTF-16 code units from the start of the text. */
  readonly caret: number;
  /** Values that occur in a field whose values are not known beforehand, those that begin with `prefix` first. */
  readonly values?: (field: string, prefix: string) => Promise<readonly string[]>;
}

type Proposal = Omit<Completion, 'from' | 'to'>;

const operatorWords: Readonly<Record<string, string>> = {
  '=': 'is',
  '!=': 'is not',
  '<': 'less than',
  '<=': 'at most',
  '>': 'more than',
  '>=': 'at least',
  '~': 'contains',
  '!~': 'does not contain',
  in: 'is one of',
};

/** What can be written at the caret, the best first. What was begun before the caret narrows it down. */
export async function completions({ text, caret, values }: CompletionRequest): Promise<readonly Completion[]> {
  const all = tokens(text);
  // A word or a string that touches the caret is being written; a symbol is finished.
  const current = all.find(({ kind, from, to }) => kind !== 'symbol' && from < caret && caret <= to);
  const before = all.filter(({ from, to }) => (current ? from < current.from : to <= caret));
  const begun = current ? text.slice(current.from, caret).replace(/^["']/, '') : '';
  const range = current ? { from: current.from, to: current.to } : { from: caret, to: caret };
  const place = placeAfter(before);
  const proposals = place.kind === 'value' ? await valuesOf(place.field, begun, values) : proposalsAt(place);
  const written = begun.toLowerCase();
  const starting = proposals.filter(({ label }) => label.toLowerCase().startsWith(written));
  const containing = proposals.filter(
    proposal => !starting.includes(proposal) && proposal.label.toLowerCase().includes(written),
  );
  return [...starting, ...containing].map(proposal => ({ ...proposal, ...range }));
}

type Place =
  | { readonly kind: 'term' }
  | { readonly kind: 'operator'; readonly field: Field }
  | { readonly kind: 'value'; readonly field: Field }
  | { readonly kind: 'list' }
  | { readonly kind: 'in-list' }
  | { readonly kind: 'connective' }
  | { readonly kind: 'nothing' };

/** What is expected after these tokens. */
function placeAfter(before: readonly Token[]): Place {
  const last = before.at(-1);
  const at = before.length - 1;
  if (!last) return { kind: 'term' };
  const list = openList(before);
  if (list) return isValue(last) ? { kind: 'in-list' } : { kind: 'value', field: list };
  if (operatorOf(last)) {
    const field = fieldOf(before[at - 1]);
    return field ? { kind: 'value', field } : { kind: 'nothing' };
  }
  if (isKeyword(last, 'in')) return { kind: 'list' };
  if (['and', 'or', 'not'].some(keyword => isKeyword(last, keyword)) || isSymbol(last, '(')) return { kind: 'term' };
  const field = operatorOf(before[at - 1]) ? undefined : fieldOf(last);
  return field ? { kind: 'operator', field } : { kind: 'connective' };
}

/** The field whose list of values is begun and not closed. */
function openList(before: readonly Token[]): Field | undefined {
  const at = before.findLastIndex(token => !isValue(token) && !isSymbol(token, ','));
  if (!isSymbol(before[at], '(') || !isKeyword(before[at - 1], 'in')) return undefined;
  return fieldOf(before[isKeyword(before[at - 2], 'not') ? at - 3 : at - 2]);
}

function proposalsAt(place: Exclude<Place, { readonly kind: 'value' }>): readonly Proposal[] {
  switch (place.kind) {
    case 'term':
      return [...fields.map(fieldProposal), keyword('not', 'the opposite of what follows')];
    case 'operator':
      return [...operatorProposals(place.field), ...(standsAlone(place.field) ? connectives : [])];
    case 'connective':
      return connectives;
    case 'list':
      return [keyword('(', 'a list of values')];
    case 'in-list':
      return [keyword(',', 'another value'), keyword(')', 'the end of the list')];
    case 'nothing':
      return [];
  }
}

const connectives: readonly Proposal[] = [keyword('and', 'both must hold'), keyword('or', 'one must hold')];

function keyword(word: string, detail: string): Proposal {
  return { insert: word, label: word, detail, kind: 'keyword' };
}

function fieldProposal({ name, about }: Field): Proposal {
  return { insert: name, label: name, detail: about, kind: 'field' };
}

function operatorProposals(field: Field): readonly Proposal[] {
  const operators: readonly string[] = field.type === 'flag' ? [] : [...operatorsOf(field), 'in'];
  return operators.map(each => ({ insert: each, label: each, detail: operatorWords[each]!, kind: 'operator' }));
}

function standsAlone({ type }: Field): boolean {
  return type === 'flag' || type === 'count';
}

async function valuesOf(
  field: Field,
  prefix: string,
  values: CompletionRequest['values'],
): Promise<readonly Proposal[]> {
  const none = field.type === 'kinds' || (field.type === 'number' && field.optional) ? ['none'] : [];
  const known =
    field.type === 'choice' || field.type === 'kinds'
      ? choiceNames(field)
      : field.type === 'flag'
        ? ['true', 'false']
        : ((await values?.(field.name, prefix)) ?? []);
  return [
    ...known.map(label => ({ insert: wordOrString(label, true), label, detail: '', kind: 'value' as const })),
    ...none.map(label => ({ insert: label, label, detail: 'without a value', kind: 'value' as const })),
  ];
}

function fieldOf(token: Token | undefined): Field | undefined {
  return token?.kind === 'word' ? fieldNamed(token.text) : undefined;
}

function isSymbol(token: Token | undefined, text: string): boolean {
  return token?.kind === 'symbol' && token.text === text;
}
