import type { History } from '../trajectory/trajectory.ts';
import { leastTokens } from './contextLimit.ts';
import type { Json } from './openaiAnswer.ts';
import type { Dispensable } from './openaiFailure.ts';
import type { ChatMessage } from './prompt.ts';

/** How turns are to be sampled, the same for every turn. */
export interface Sampling {
  readonly model: string;
  /** Tokens that one turn may have. */
  readonly maxTokens: number;
  /** Texts at which the server ends a turn. */
  readonly stop: readonly string[];
  /** Whether to ask for log-probabilities. */
  readonly logProbabilities?: boolean;
  /** More of the request's body, for what one kind of server understands. */
  readonly extra?: Json;
}

/** The body of a request for one turn, without the parameters in `without`. */
export function requestBody(
  sampling: Sampling,
  turn: {
    readonly messages: readonly ChatMessage[];
    readonly tokens: number;
    readonly temperature: number;
    readonly seed: number;
    readonly without: ReadonlySet<Dispensable>;
  },
): Json {
  const { without, tokens } = turn;
  return {
    model: sampling.model,
    messages: turn.messages,
    temperature: turn.temperature,
    ...(without.has('max_tokens') ? { max_completion_tokens: tokens } : { max_tokens: tokens }),
    ...(!without.has('top_p') && { top_p: 1 }),
    ...(!without.has('seed') && { seed: turn.seed & 0x7fffffff }),
    ...(!without.has('stop') && sampling.stop.length > 0 && { stop: sampling.stop }),
    ...(!without.has('logprobs') && sampling.logProbabilities && { logprobs: true }),
    ...sampling.extra,
  };
}

/**
 * How many tokens to ask for: all that a turn may have, or what the context leaves, judged by the server's own count at
 * the last turn and three characters a token since. Undefined when even the last prompt had all that fits, which a
 * server that drops the beginning of long prompts would not say.
 */
export function tokensToAsk(
  history: History,
  maxTokens: number,
  contextLength: number | undefined,
): number | undefined {
  const last = history.steps.at(-1);
  if (contextLength === undefined || !last?.usage) return maxTokens;
  const { promptTokens } = last.usage;
  if (promptTokens >= contextLength) return undefined;
  const prompt = promptTokens + Math.ceil((last.text.length + last.observation.length) / 3) + leastTokens;
  return Math.min(maxTokens, Math.max(leastTokens, contextLength - prompt));
}
