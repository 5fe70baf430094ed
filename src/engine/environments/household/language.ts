import type { Grammar } from './grammar.ts';
import type { Piece } from './phrase.ts';
import type { Query } from './query.ts';

function queriesIn(phrase: readonly Piece[]): Query[] {
  return phrase.flatMap(piece =>
    typeof piece === 'object' && piece.kind === 'repetition' && piece.query ? [piece.query] : [],
  );
}

/** Every predicate that some query of the grammar asks for. */
export function queriedPredicates({ rules, wordings }: Grammar): ReadonlySet<string> {
  const queries = [
    ...[...rules.values()]
      .flat()
      .flatMap(({ condition, phrase }) => [...(condition ? [condition] : []), ...queriesIn(phrase)]),
    ...[...wordings.values()].flatMap(({ template, feedback }) => [...queriesIn(template), ...queriesIn(feedback)]),
  ];
  return new Set(queries.flat().map(({ predicate }) => predicate));
}

/** Whether what a phrase says depends on no fact that actions change; `within` are the rules that led to it. */
export function isStable(
  phrase: readonly Piece[],
  grammar: Grammar,
  fluents: ReadonlySet<string>,
  within: readonly string[] = [],
): boolean {
  const steady = (query: Query | undefined) =>
    !query?.some(({ predicate }) => fluents.has(predicate) || predicate.startsWith('not_'));
  const steadyRule = (name: string) =>
    !within.includes(name) &&
    (grammar.rules.get(name) ?? []).every(
      rule => steady(rule.condition) && isStable(rule.phrase, grammar, fluents, [...within, name]),
    );
  return phrase.every(piece => {
    if (typeof piece === 'string') return true;
    if (piece.kind === 'rule') return steadyRule(piece.name);
    const called = piece.what.kind === 'rule' ? [piece.what.name] : [];
    const around = piece.enumerated ? ['list_empty', 'list_separator', 'list_last_separator'] : [];
    return steady(piece.query) && [...called, ...around].every(steadyRule);
  });
}
