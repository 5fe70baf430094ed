import { HumanError } from '../problem.ts';
import { joinLexemes, lexemes } from './lexeme.ts';

/** What stands before the words in every vocabulary. No text encodes to any of them but `<unknown>`. */
export const specials = ['<pad>', '<unknown>', '<begin>', '<end>'] as const;

export const padToken = 0;
export const unknownToken = 1;
/** Opens every sequence, so that the first word of the opening has something to be predicted from. */
export const beginToken = 2;
/** Ends every agent turn: what a policy writes when it is done. */
export const endToken = 3;

/** The pieces that frame every turn; a vocabulary has them as one token each. */
export const turnPieces: readonly string[] = ['Thought:', 'Action:', '\nAction:'];

export interface Encoding {
  readonly tokens: readonly number[];
  /** How many lexemes the vocabulary does not cover; each stands as one `<unknown>`. */
  readonly unknown: number;
}

/** What is known at one lexeme: the piece that ends here, and where each following lexeme leads. */
interface Branch {
  token?: number;
  readonly next: Map<string, Branch>;
}

/** Texts whose tokens are remembered: episodes say the same things over and over. */
const metTexts = 10_000;

/** Stands for a piece that is no token at all. */
const silentToken = -1;

/** Outweighs any number of known tokens. */
const unknownCost = 2 ** 32;

/**
 * Words and fixed phrases to token ids and back. Of all ways to cut a text into pieces, the one with the fewest
 * unknown lexemes, then the fewest tokens, then the longest first piece is taken, so that `decode(encode(t)) = t` for
 * every canonical text that the pieces can spell. Silent pieces are read and give no token.
 */
export class Tokenizer {
  /** The text of each token, specials first. */
  readonly pieces: readonly string[];
  readonly #root: Branch = { next: new Map() };
  readonly #met = new Map<string, Encoding>();

  /** Throws a `HumanError` for a word that could never be matched: repeated, empty, special or oddly spaced. */
  constructor(words: readonly string[], silent: readonly string[] = []) {
    this.pieces = [...specials, ...words];
    for (const [index, word] of [...words, ...silent].entries()) {
      const fault = this.#add(word, index < words.length ? specials.length + index : silentToken);
      if (fault) throw new HumanError(`Word ${index + 1} of the vocabulary, ${JSON.stringify(word)}, ${fault}.`);
    }
  }

  /** Number of tokens, specials included. */
  get size(): number {
    return this.pieces.length;
  }

  /** The tokens of `text`; never throws. The same text is cut once, for as long as it is among those met lately. */
  encode(text: string): Encoding {
    const known = this.#met.get(text);
    if (known) return known;
    const encoding = this.#cut(text);
    if (this.#met.size === metTexts) this.#met.clear();
    this.#met.set(text, encoding);
    return encoding;
  }

  /** The text of `tokens`; ids outside the vocabulary read as `<unknown>`. */
  decode(tokens: Iterable<number>): string {
    return joinLexemes(Array.from(tokens, token => this.pieces[token] ?? specials[unknownToken]));
  }

  #cut(text: string): Encoding {
    const parts = lexemes(text);
    const cost = new Float64Array(parts.length + 1);
    const cuts = parts.map(() => ({ token: unknownToken, end: 0 }));
    for (let start = parts.length - 1; start >= 0; start--) {
      const cut = cuts[start]!;
      cut.end = start + 1;
      cost[start] = unknownCost + cost[start + 1]!;
      let branch = this.#root.next.get(parts[start]!);
      for (let end = start + 1; branch; end++) {
        const added = branch.token === silentToken ? 0 : 1;
        if (branch.token !== undefined && added + cost[end]! <= cost[start]!) {
          cost[start] = added + cost[end]!;
          cut.token = branch.token;
          cut.end = end;
        }
        branch = end < parts.length ? branch.next.get(parts[end]!) : undefined;
      }
    }
    const tokens: number[] = [];
    for (let at = 0; at < parts.length; at = cuts[at]!.end)
      if (cuts[at]!.token !== silentToken) tokens.push(cuts[at]!.token);
    return { tokens, unknown: Math.floor(cost[0]! / unknownCost) };
  }

  /** Enters a word; returns what is wrong with it, if anything. */
  #add(word: string, token: number): string | undefined {
    if ((specials as readonly string[]).includes(word)) return 'is the name of a special token; remove it';
    const parts = lexemes(word);
    const spelled = joinLexemes(parts);
    if (parts.length === 0 || spelled !== word) return `must be written ${JSON.stringify(spelled)}`;
    let branch = this.#root;
    for (const part of parts) {
      const known = branch.next.get(part) ?? { next: new Map() };
      branch.next.set(part, known);
      branch = known;
    }
    if (branch.token !== undefined) return 'stands there twice; remove one';
    branch.token = token;
    return undefined;
  }
}

/**
 * A vocabulary for a corpus: the frames of a turn, then its words by falling frequency (numbers and punctuation marks
 * among them), at most `limit` entries in all. Equal corpora give equal lists.
 */
export function buildVocabulary(texts: Iterable<string>, limit = Number.POSITIVE_INFINITY): string[] {
  const counts = new Map<string, number>();
  for (const text of texts) for (const part of lexemes(text)) counts.set(part, (counts.get(part) ?? 0) + 1);
  for (const special of specials) counts.delete(special);
  const words = [...counts].sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1)).map(([word]) => word);
  return [...turnPieces, ...words].slice(0, limit);
}
