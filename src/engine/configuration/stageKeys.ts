import { findNodeAtLocation, type Node, parseTree } from 'jsonc-parser';

/** The keys of `contrail.json` that stand for work which can be started by itself. */
export const stageKeys = ['iterations', 'explore', 'pairs', 'train', 'evaluate'] as const;

export type StageKey = (typeof stageKeys)[number];

/** Where a piece of work is offered in the text. */
export interface StageOffer {
  readonly key: StageKey;
  /** Of the key, or of the opening bracket where the key is left out. In UTF-16 code units. */
  readonly offset: number;
}

/**
 * What can be started of the experiment in `text`, whole or half written: at its own key where there is one, else at the
 * top; the whole loop at both. Nothing that trains where the policy cannot be trained; nothing for a text that is no object.
 */
export function stageOffers(text: string): readonly StageOffer[] {
  const root = tree(text);
  if (root?.type !== 'object') return [];
  const kind = findNodeAtLocation(root, ['policy', 'kind'])?.value ?? 'builtin';
  return stageKeys
    .filter(key => kind === 'builtin' || !(key === 'iterations' || key === 'train'))
    .flatMap(key => {
      const own = findNodeAtLocation(root, [key])?.parent?.offset;
      const isAtTop = own === undefined || key === 'iterations';
      return [...(isAtTop ? [{ key, offset: root.offset }] : []), ...(own === undefined ? [] : [{ key, offset: own }])];
    });
}

function tree(text: string): Node | undefined {
  try {
    return parseTree(text, [], { allowTrailingComma: true });
  } catch (error) {
    // Brackets nested so deeply that the parser runs out of stack are no experiment.
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}
