import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import type { ChatMessage } from '../src/engine/policies/prompt.ts';
import { seeded } from '../src/engine/random.ts';

/** What a chat completion request asked for. */
export interface ChatRequest {
  readonly model: string;
  readonly messages: readonly ChatMessage[];
  readonly max_tokens?: number;
  readonly max_completion_tokens?: number;
  readonly [parameter: string]: unknown;
}

/** An ordinary answer. */
export interface Completion {
  readonly message: Readonly<Record<string, unknown>>;
  readonly finish?: string;
  readonly usage?: unknown;
  readonly logprobs?: unknown;
}

/** How the server treats a request; a text is the content of an ordinary answer. */
export type Behaviour =
  | string
  | Completion
  | { readonly status: number; readonly body: unknown; readonly headers?: Readonly<Record<string, string>> }
  /** Sends this much of an answer, and then nothing more; not even headers when it is empty. */
  | { readonly hang: string }
  /** Breaks the connection after this much of an answer. */
  | { readonly reset: string };

export interface ServerOptions {
  /** Milliseconds from a request to its answer. */
  readonly latency?: number;
  /** More requests than this in flight are refused with 429. */
  readonly most?: number;
  readonly retryAfter?: Readonly<Record<string, string>>;
  /** Share of the requests that fail with status 500. */
  readonly failing?: number;
  /** Tokens that prompt and answer may have together; four characters are one token. */
  readonly contextLength?: number;
  /** The answer to `GET /v1/models`; 404 when absent. */
  readonly models?: Behaviour;
  /** How the `index`-th request (from 0) is treated. */
  readonly behave?: (request: ChatRequest, index: number) => Behaviour | Promise<Behaviour>;
}

/** A model server on a socket of its own, with what it has seen so far. */
export interface ModelServer {
  readonly baseURL: string;
  readonly requests: readonly ChatRequest[];
  readonly headers: readonly IncomingMessage['headers'][];
  /** When each request came, in milliseconds of `performance.now`. */
  readonly times: readonly number[];
  /** Requests that were refused for being too many. */
  readonly refused: number;
  /** The most requests that were in flight at once. */
  readonly peak: number;
  close(): Promise<void>;
}

/** Starts a server that speaks chat completions over a real socket and misbehaves as told. */
export async function modelServer(options: ServerOptions = {}): Promise<ModelServer> {
  const { latency = 0, most = Number.POSITIVE_INFINITY, failing = 0, behave = () => 'Action: look' } = options;
  const random = seeded(1);
  const requests: ChatRequest[] = [];
  const headers: IncomingMessage['headers'][] = [];
  const times: number[] = [];
  let inFlight = 0;
  let peak = 0;
  let refused = 0;

  async function treat(request: ChatRequest): Promise<Behaviour> {
    const index = requests.push(request) - 1;
    if (inFlight > most) {
      refused++;
      return { status: 429, body: { error: { message: 'Too many requests' } }, headers: options.retryAfter ?? {} };
    }
    if (latency > 0) await delay(latency);
    if (random.uniform() < failing) return { status: 500, body: { error: { message: 'Bad luck' } } };
    return overflow(request, options.contextLength) ?? behave(request, index);
  }

  const server = createServer(async (request, response) => {
    if (request.url?.endsWith('/models')) {
      headers.push(request.headers);
      return answer(response, options.models ?? { status: 404, body: 'Not Found' });
    }
    times.push(performance.now());
    headers.push(request.headers);
    peak = Math.max(peak, ++inFlight);
    response.once('close', () => inFlight--);
    const asked: ChatRequest = JSON.parse(await textOf(request));
    answer(response, await treat(asked), asked);
  });
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  return {
    baseURL: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`,
    requests,
    headers,
    times,
    get refused() {
      return refused;
    },
    get peak() {
      return peak;
    },
    close() {
      server.closeAllConnections();
      return new Promise((resolve, reject) => server.close(error => (error ? reject(error) : resolve())));
    },
  };
}

async function textOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  return Buffer.concat(chunks).toString();
}

function tokens(text: string): number {
  return Math.ceil(text.length / 4);
}

function promptTokens({ messages }: ChatRequest): number {
  return messages.reduce((sum, { content }) => sum + tokens(content), 0);
}

/** OpenAI's words for a prompt that does not fit. */
function overflow(request: ChatRequest, contextLength = Number.POSITIVE_INFINITY): Behaviour | undefined {
  const prompt = promptTokens(request);
  const asked = request.max_tokens ?? request.max_completion_tokens ?? 0;
  if (prompt + asked <= contextLength) return undefined;
  const message = `This model's maximum context length is ${contextLength} tokens. However, you requested ${prompt + asked} tokens (${prompt} in the messages, ${asked} in the completion).`;
  return { status: 400, body: { error: { message, type: 'invalid_request_error', code: 'context_length_exceeded' } } };
}

function answer(response: ServerResponse, behaviour: Behaviour, request?: ChatRequest): void {
  const json = { 'content-type': 'application/json' };
  if (typeof behaviour === 'string') {
    response.writeHead(200, json).end(completion({ message: { content: behaviour } }, request));
  } else if ('message' in behaviour) {
    response.writeHead(200, json).end(completion(behaviour, request));
  } else if ('status' in behaviour) {
    const { status, body, headers } = behaviour;
    const type = typeof body === 'string' ? { 'content-type': 'text/html' } : json;
    response.writeHead(status, { ...type, ...headers }).end(typeof body === 'string' ? body : JSON.stringify(body));
  } else {
    const text = 'hang' in behaviour ? behaviour.hang : behaviour.reset;
    if (text) response.writeHead(200, { ...json, 'content-length': text.length + 100 }).write(text);
    if ('reset' in behaviour) response.socket?.destroySoon();
  }
}

function completion(answer: Completion, request?: ChatRequest): string {
  const { message, finish = 'stop', logprobs } = answer;
  const counted = {
    prompt_tokens: request ? promptTokens(request) : 0,
    completion_tokens: tokens(String(message['content'] ?? '')),
  };
  const usage = 'usage' in answer ? answer.usage : counted;
  const choice = { index: 0, message: { role: 'assistant', ...message }, finish_reason: finish, logprobs };
  return JSON.stringify({ object: 'chat.completion', choices: [choice], usage });
}
