import type { History } from '../trajectory/trajectory.ts';
import { beginToken, endToken, type Tokenizer } from './tokenizer.ts';

/** What one token of each kind weighs in a loss. */
export interface LossWeights {
  /** Thought, action and the end-of-turn token. */
  readonly agent: number;
  readonly observation: number;
  /** The first observation, which holds the instruction. */
  readonly opening: number;
}

/** ETO's mask: only what the agent says carries loss (Song et al. 2024, §3.1, Eq. 3). */
export const agentOnly: LossWeights = { agent: 1, observation: 0, opening: 0 };

/** A stretch of tokens: `start` inclusive, `end` exclusive. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** An episode as the model sees it: begin, opening, then for each step the agent's turn, its end, the observation. */
export interface Sequence {
  readonly tokens: Int32Array;
  /** The weight of predicting token i from the tokens before it; 0 for the first. */
  readonly weights: Float32Array;
  /** The agent's turns in order, each with its end-of-turn token. */
  readonly turns: readonly Span[];
  /** Lexemes that the vocabulary does not cover. */
  readonly unknown: number;
}

export interface SequenceOptions {
  /** Default: ETO's mask. */
  readonly weights?: LossWeights;
  /** Steps before `from` are prompt: they stand in the sequence and carry no loss. Default 0. */
  readonly from?: number;
  /** Steps from `to` on are left out. Default: all steps are kept. */
  readonly to?: number;
}

/**
 * The sequence of an episode, or of the side of a pair that covers steps `from` to `to`. Tokens after the last one that
 * carries loss are left out: nothing depends on them.
 */
export function sequenceOf(history: History, tokenizer: Tokenizer, options: SequenceOptions = {}): Sequence {
  const { weights: loss = agentOnly, from = 0, to = history.steps.length } = options;
  const tokens: number[] = [];
  const weights: number[] = [];
  const turns: Span[] = [];
  let unknown = 0;
  for (const part of parts(history, tokenizer, to)) {
    const weight = part.step >= from || (part.step < 0 && from === 0) ? loss[part.kind] : 0;
    if (part.kind === 'agent') turns.push({ start: tokens.length, end: tokens.length + part.tokens.length });
    tokens.push(...part.tokens);
    for (const token of part.tokens) weights.push(token === beginToken ? 0 : weight);
    unknown += part.unknown;
  }
  const last = Math.max(weights.findLastIndex(weight => weight !== 0) + 1, turns.at(-1)?.end ?? tokens.length);
  return {
    tokens: Int32Array.from(tokens.slice(0, last)),
    weights: Float32Array.from(weights.slice(0, last)),
    turns,
    unknown,
  };
}

/** What a policy sees before its next turn: exactly the tokens that stand before that turn in a training sequence. */
export function promptOf(history: History, tokenizer: Tokenizer): number[] {
  return [...parts(history, tokenizer, history.steps.length)].flatMap(part => part.tokens);
}

/** One token of a mask preview: its text and how much predicting it weighs. */
export interface MaskedToken {
  readonly text: string;
  readonly weight: number;
}

/** The tokens of a sequence beside their weights, for people to look at. */
export function maskPreview({ tokens, weights }: Sequence, tokenizer: Tokenizer): MaskedToken[] {
  return Array.from(tokens, (token, index) => ({ text: tokenizer.pieces[token] ?? '', weight: weights[index]! }));
}

interface Part {
  readonly kind: keyof LossWeights;
  /** The step it belongs to; −1 for the opening. */
  readonly step: number;
  readonly tokens: readonly number[];
  readonly unknown: number;
}

/** Every text is encoded by itself, so that a prompt is a prefix of the sequence it grows into. */
function* parts(history: History, tokenizer: Tokenizer, to: number): Generator<Part> {
  const opening = tokenizer.encode(history.opening);
  yield { kind: 'opening', step: -1, tokens: [beginToken, ...opening.tokens], unknown: opening.unknown };
  for (const [step, { text, observation }] of history.steps.slice(0, to).entries()) {
    const turn = tokenizer.encode(text);
    yield { kind: 'agent', step, tokens: [...turn.tokens, endToken], unknown: turn.unknown };
    yield { kind: 'observation', step, ...tokenizer.encode(observation) };
  }
}
