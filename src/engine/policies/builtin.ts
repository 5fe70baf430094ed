import type { Stream } from '../learner/cache.ts';
import { type Checkpoint, checkpointIdentity, tokenizerOf } from '../learner/checkpoint.ts';
import { checkCoverage } from '../learner/coverage.ts';
import { Decoder } from '../learner/decoder.ts';
import { type SampledTurn, sampleTurns } from '../learner/sampling.ts';
import { promptOf } from '../learner/sequence.ts';
import type { Tokenizer } from '../learner/tokenizer.ts';
import type { History, Turn } from '../trajectory/trajectory.ts';
import type { ActOptions, Halt, Policy } from './policy.ts';
import { parseReact } from './react.ts';

export interface BuiltinOptions {
  /** Tokens an episode may have in all. Default 4,096. */
  readonly context?: number;
  /** Tokens of one turn before it is cut off. Default 64. */
  readonly turnTokens?: number;
  /** Episodes whose keys and values are kept, and the most that are decoded at once. Default 64. */
  readonly streams?: number;
}

/** A turn that was asked for and not yet written. */
interface Request {
  readonly history: History;
  readonly options: ActOptions;
  readonly resolve: (answer: Turn | Halt) => void;
  readonly reject: (reason: unknown) => void;
}

/** What trajectories name the built-in model by: its identity's first digits. */
export function builtinName(checkpoint: Checkpoint): string {
  return `builtin-${checkpointIdentity(checkpoint).slice(0, 12)}`;
}

/**
 * The built-in model as a policy. Turns that are asked for at the same time are decoded in one batch; an episode's
 * cache is kept until `forget`, or until so many other episodes were active that it has to be computed again. Neither
 * changes a turn: it depends on the checkpoint, the history, the seed and the temperature alone.
 */
export class BuiltinPolicy implements Policy {
  readonly name: string;
  readonly deterministic = true;
  readonly #tokenizer: Tokenizer;
  readonly #decoder: Decoder;
  readonly #turnTokens: number;
  readonly #capacity: number;
  /** By episode, the least recently used first. */
  readonly #streams = new Map<string, Stream>();
  #waiting: Request[] = [];

  constructor(checkpoint: Checkpoint, options: BuiltinOptions = {}) {
    this.name = builtinName(checkpoint);
    this.#tokenizer = tokenizerOf(checkpoint);
    this.#decoder = new Decoder(checkpoint.shape, checkpoint.parameters, options.context ?? 4096);
    this.#turnTokens = options.turnTokens ?? 64;
    this.#capacity = options.streams ?? 64;
  }

  /** Rejects with a `HumanError` for an episode of a world that the checkpoint has no words for. */
  async act(history: History, options: ActOptions): Promise<Turn | Halt> {
    checkCoverage(history, this.#tokenizer);
    return new Promise((resolve, reject) => {
      this.#waiting.push({ history, options, resolve, reject });
      if (this.#waiting.length === 1) afterDueWork(() => this.#decode());
    });
  }

  forget(episode: string): void {
    const stream = this.#streams.get(episode);
    if (!stream) return;
    this.#streams.delete(episode);
    this.#decoder.close(stream);
  }

  /** Answers what is waiting, as far as one batch goes: each episode once. */
  #decode(): void {
    const batch = new Map<string, Request>();
    const later: Request[] = [];
    for (const request of this.#waiting) {
      const { episode, signal } = request.options;
      if (signal.aborted) request.reject(signal.reason);
      else if (batch.size === this.#capacity || batch.has(episode)) later.push(request);
      else batch.set(episode, request);
    }
    this.#waiting = later;
    if (later.length > 0) afterDueWork(() => this.#decode());
    try {
      this.#answer([...batch.values()]);
    } catch (error) {
      for (const { reject } of batch.values()) reject(error);
    }
  }

  #answer(batch: readonly Request[]): void {
    const { context } = this.#decoder;
    const prompts = batch.map(({ history }) => promptOf(history, this.#tokenizer));
    const fitting = batch.flatMap((request, index) => {
      const prompt = prompts[index]!;
      if (prompt.length <= context) return [{ request, prompt }];
      request.resolve(overflow(`The prompt has ${prompt.length} tokens`, context));
      return [];
    });
    const streams = fitting.map(({ request }) => this.#stream(request.options.episode));
    const turns = sampleTurns(
      this.#decoder,
      fitting.map(({ request: { options }, prompt }, index) => ({
        stream: streams[index]!,
        prompt,
        seed: options.seed,
        temperature: options.temperature,
        budget: this.#turnTokens,
      })),
      this.#tokenizer.size,
    );
    for (const [index, { request, prompt }] of fitting.entries())
      request.resolve(this.#turn(turns[index]!, prompt.length));
  }

  /** The cache of an episode. When all are taken, the one that was used longest ago is emptied for it. */
  #stream(episode: string): Stream {
    const known = this.#streams.get(episode);
    if (!known && this.#streams.size >= this.#capacity) this.forget(this.#streams.keys().next().value!);
    const stream = known ?? this.#decoder.open();
    this.#streams.delete(episode);
    this.#streams.set(episode, stream);
    return stream;
  }

  #turn({ tokens, logProbability, stop }: SampledTurn, promptTokens: number): Turn | Halt {
    const { context } = this.#decoder;
    if (stop === 'context') return overflow(`The turn goes on after ${promptTokens + tokens.length} tokens`, context);
    const text = this.#tokenizer.decode(tokens);
    const { thought, action, flags } = parseReact(text);
    const completionTokens = tokens.length + (stop === 'end' ? 1 : 0);
    return {
      thought,
      action,
      text,
      usage: { promptTokens, completionTokens },
      logProbability,
      flags: stop === 'budget' ? [...flags, 'cut-off'] : flags,
    };
  }
}

function overflow(what: string, context: number): Halt {
  return { halted: 'context-overflow', message: `${what}, and the model sees ${context} at most.` };
}

/** Runs a callback when all that is due now has run: the other episodes have asked for their turns by then. A timer would wait a millisecond. */
function afterDueWork(run: () => void): void {
  const { port1, port2 } = new MessageChannel();
  port1.onmessage = () => {
    port1.close();
    run();
  };
  port2.postMessage(undefined);
}
