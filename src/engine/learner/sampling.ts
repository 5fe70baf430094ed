import { seeded } from '../random.ts';
import type { Stream } from './cache.ts';
import type { Decoder, Feed } from './decoder.ts';
import { endToken } from './tokenizer.ts';

/** One turn to be written. */
export interface TurnRequest {
  /** Where the prompt is cached as far as it is; no other request of the batch names it. */
  readonly stream: Stream;
  /** The whole prompt: at least one token, at most the decoder's context. */
  readonly prompt: readonly number[];
  /** Keys the choices of this very turn. */
  readonly seed: number;
  /** 0 is greedy. */
  readonly temperature: number;
  /** A turn that has so many tokens and no end is cut off. */
  readonly budget: number;
}

export interface SampledTurn {
  /** Without the end-of-turn token. */
  readonly tokens: readonly number[];
  /** Sum over the tokens, the end included, of their log-probability at temperature 1; natural logarithm. */
  readonly logProbability: number;
  /** `end`: the policy ended the turn; `budget` and `context`: nothing was left to write with. */
  readonly stop: 'end' | 'budget' | 'context';
}

/** Turns that are written in step: enough to fill the kernels' rows, few enough for their keys and values to stay in the processor's cache. */
const together = 4;

/**
 * Writes one turn for each request and leaves prompt and turn cached in their streams. A turn depends on its prompt,
 * seed and temperature alone, never on the rest of the batch. `size` is the tokenizer's.
 */
export function sampleTurns(decoder: Decoder, requests: readonly TurnRequest[], size: number): SampledTurn[] {
  const writers = requests.map(request => new Writer(decoder, request));
  let live = writers.slice(0, together);
  let begun = live.length;
  while (live.length > 0) {
    const logits = decoder.feed(live);
    for (const [index, writer] of live.entries()) {
      const token = logits.choose(index, size, writer.temperature, writer.uniform);
      writer.write(token, logits.logProbability(index, token));
    }
    live = live.filter(writer => writer.stop === undefined);
    const next = writers.slice(begun, begun + together - live.length);
    begun += next.length;
    live.push(...next);
  }
  return writers.map(({ written, logProbability, stop }) => ({ tokens: written, logProbability, stop: stop! }));
}

/** One turn in the making: it feeds to the decoder what its stream lacks. */
class Writer implements Feed {
  readonly stream: Stream;
  tokens: readonly number[];
  readonly temperature: number;
  readonly uniform: () => number;
  readonly written: number[] = [];
  logProbability = 0;
  stop: SampledTurn['stop'] | undefined;
  readonly #budget: number;
  readonly #room: number;

  constructor(decoder: Decoder, { stream, prompt, seed, temperature, budget }: TurnRequest) {
    const cached = Math.min(commonLength(stream.tokens, prompt), prompt.length - 1);
    decoder.truncate(stream, cached);
    this.stream = stream;
    this.tokens = prompt.slice(cached);
    this.temperature = temperature;
    this.uniform = seeded(seed).uniform;
    this.#budget = budget;
    this.#room = decoder.context - prompt.length;
  }

  write(token: number, logProbability: number): void {
    this.logProbability += logProbability;
    if (token === endToken) {
      this.stop = 'end';
      return;
    }
    this.written.push(token);
    this.tokens = [token];
    if (this.written.length === this.#budget) this.stop = 'budget';
    else if (this.written.length > this.#room) this.stop = 'context';
  }
}

function commonLength(left: readonly number[], right: readonly number[]): number {
  const parting = left.findIndex((token, index) => token !== right[index]);
  return parting < 0 ? left.length : parting;
}
