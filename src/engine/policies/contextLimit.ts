/** What a server said about a prompt that does not fit; sizes in tokens, absent where it did not say. */
export interface ContextOverflow {
  /** Prompt and answer together, or what the server takes for that. */
  readonly limit?: number;
  readonly prompt?: number;
}

/** Codes and types that name the overflow outright: OpenAI and its imitators, llama.cpp. */
const codes = /^(context_length_exceeded|exceed_context_size_error|context_exceeded|model_context_window_exceeded)$/;

/** Wordings of OpenAI, vLLM, SGLang, TGI, llama.cpp, llama-cpp-python, Ollama, LM Studio, Mistral, Gemini, OpenRouter. */
const wordings =
  /context (length|size|window)|maximum context|max_new_tokens`? must be|must have less than \d+ tokens|max_(completion_)?tokens must be at least 1, got -|max_(completion_)?tokens'? is too large|(prompt|input)( is)? too long|input token count|tokens to keep from the initial prompt/i;

const limits = [
  /maximum context length (?:is|of) (\d+)/i,
  /(\d+) maximum context length/i,
  /context (?:length|size|window)(?: of)?(?: is)?(?: only)? \(?(\d+)/i,
  /must be <= (\d+)/,
  /must have less than (\d+) tokens/i,
  /tokens > (\d+) maximum/i,
  /tokens allowed \((\d+)\)/i,
  /n_ctx: (\d+)/,
];

const prompts = [
  /(\d+) (?:tokens )?(?:in the messages|in your prompt|input tokens|`inputs` tokens|from the input|of text input)/i,
  /messages resulted in (\d+) tokens/i,
  /(?:input|request|prompt) \((\d+) tokens\)/i,
  /requested tokens \((\d+)\)/i,
  /tokens\. given: (\d+)/i,
  /keep the first (\d+) tokens/i,
  /too long: (\d+) tokens/i,
  /token count \((\d+)\)/i,
  /prompt (?:contains|is) (\d+) tokens/i,
  /n_keep: (\d+)/,
];

/** What an error's object says about an overflow of the context; undefined when it speaks of something else. */
export function contextOverflow(error: Readonly<Record<string, unknown>>): ContextOverflow | undefined {
  const message = String(error['message'] ?? '');
  const named = [error['code'], error['type']].some(value => typeof value === 'string' && codes.test(value));
  if (!named && !wordings.test(message)) return undefined;
  const limit = size(error['n_ctx']) ?? found(limits, message);
  const prompt = size(error['n_prompt_tokens']) ?? found(prompts, message);
  return { ...(limit !== undefined && { limit }), ...(prompt !== undefined && { prompt }) };
}

function size(value: unknown): number | undefined {
  return typeof value === 'number' && Number.isSafeInteger(value) && value > 0 ? value : undefined;
}

function found(patterns: readonly RegExp[], message: string): number | undefined {
  for (const pattern of patterns) {
    const match = pattern.exec(message);
    if (match) return size(Number(match[1]));
  }
  return undefined;
}

/** A turn needs about this many tokens to say anything; less is not worth asking for. */
export const leastTokens = 16;

/**
 * How many tokens to ask for after a request for `asked` of them did not fit, and the context length where it is now
 * known; undefined when the prompt leaves no room. Some versions of vLLM report the length less the tokens asked for, so
 * that a length below the prompt is believed only when it is below even so; else the request is halved until it fits or
 * is not worth making.
 */
export function shrunkTokens(
  asked: number,
  { limit, prompt }: ContextOverflow,
): { readonly tokens: number; readonly contextLength?: number } | undefined {
  if (limit !== undefined && prompt !== undefined) {
    const room = limit - prompt;
    if (room >= leastTokens && room < asked) return { tokens: room, contextLength: limit };
    if (room + asked <= 0) return undefined;
  }
  const tokens = Math.floor(asked / 2);
  return tokens >= leastTokens ? { tokens } : undefined;
}
