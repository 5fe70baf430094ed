import { type Checkpoint, tokenizerOf } from '../learner/checkpoint.ts';
import type { GradientWorkers } from '../learner/gradientWorkers.ts';
import { type Sequence, type Span, sequenceOf } from '../learner/sequence.ts';
import { HumanError } from '../problem.ts';
import type { History } from '../trajectory/trajectory.ts';

/** How likely two policies find one turn: sums over its tokens, end of turn included, in nats. */
export interface TurnChange {
  readonly before: number;
  readonly after: number;
  readonly tokens: number;
  /** The part of `before` and of `after` that is the action with its lead word and the end of turn; the rest is the thought. */
  readonly action: { readonly before: number; readonly after: number };
}

/** An episode and its turns, in order. */
export interface MeasuredEpisode<T extends History = History> {
  readonly episode: T;
  readonly turns: readonly TurnChange[];
}

/** A policy, and who computes with it. */
export interface MeasuredPolicy {
  readonly checkpoint: Checkpoint;
  readonly workers: GradientWorkers;
}

export interface TurnMeasurement {
  readonly before: MeasuredPolicy;
  readonly after: MeasuredPolicy;
  readonly signal?: AbortSignal;
}

/** Sequences that are asked for at once. */
const chunk = 64;

/**
 * Each episode with its turns under two policies; temperature 1. Neighbouring episodes with equal texts are measured once.
 * Throws a `HumanError` where the vocabularies of the policies differ, because then no turn is the same to both.
 */
export async function* turnChanges<T extends History>(
  episodes: Iterable<T> | AsyncIterable<T>,
  { before, after, signal }: TurnMeasurement,
): AsyncGenerator<MeasuredEpisode<T>, void> {
  checkVocabularies(before.checkpoint, after.checkpoint);
  const tokenizer = tokenizerOf(before.checkpoint);
  const actionTokens = new Set(tokenizer.pieces.flatMap((piece, token) => (piece.trim() === 'Action:' ? [token] : [])));
  for await (const part of chunks(episodes, chunk)) {
    signal?.throwIfAborted();
    const sequences = part.map(episode => sequenceOf(episode, tokenizer));
    const keys = sequences.map(({ tokens }) => tokens.join());
    const distinct = new Map(sequences.map(({ tokens }, index) => [keys[index]!, tokens]));
    const texts = [...distinct.values()];
    const [old, now] = await Promise.all(
      [before, after].map(({ checkpoint, workers }) => workers.logProbabilities(checkpoint.parameters, texts)),
    );
    const places = new Map([...distinct.keys()].map((key, index) => [key, index]));
    for (const [at, sequence] of sequences.entries()) {
      const index = places.get(keys[at]!)!;
      const found: Found = { old: old![index]!, now: now![index]!, actionTokens };
      yield { episode: part[at]!, turns: sequence.turns.map(turn => turnChange(sequence, turn, found)) };
    }
  }
}

interface Found {
  readonly old: Float32Array;
  readonly now: Float32Array;
  readonly actionTokens: ReadonlySet<number>;
}

function turnChange({ tokens }: Sequence, { start, end }: Span, { old, now, actionTokens }: Found): TurnChange {
  const offset = tokens.subarray(start, end).findIndex(token => actionTokens.has(token));
  const action = start + Math.max(0, offset);
  const sum = (found: Float32Array, from: number) =>
    found.subarray(from, end).reduce((total, value) => total + value, 0);
  return {
    ...{ before: sum(old, start), after: sum(now, start), tokens: end - start },
    action: { before: sum(old, action), after: sum(now, action) },
  };
}

function checkVocabularies(before: Checkpoint, after: Checkpoint): void {
  const [old, now] = [wordsOf(before), wordsOf(after)];
  const at = old.findIndex((word, index) => word !== now[index]);
  if (at < 0 && old.length === now.length) return;
  const where =
    at < 0 || at >= now.length
      ? `one has ${old.length} words, the other ${now.length}`
      : `word ${at + 1} is ${JSON.stringify(old[at])} in one and ${JSON.stringify(now[at])} in the other`;
  throw new HumanError(
    `The two checkpoints have different vocabularies (${where}), so that no turn is made of the same tokens. Compare checkpoints of one base policy.`,
  );
}

/** All that decides how a text is cut into tokens: phrases that are read as nothing too. */
function wordsOf({ words, silent = [] }: Checkpoint): readonly string[] {
  return [...words, ...silent.map(phrase => `nothing for ${JSON.stringify(phrase)}`)];
}

async function* chunks<T>(items: Iterable<T> | AsyncIterable<T>, size: number): AsyncGenerator<T[]> {
  let part: T[] = [];
  for await (const item of items) {
    part.push(item);
    if (part.length < size) continue;
    yield part;
    part = [];
  }
  if (part.length > 0) yield part;
}
