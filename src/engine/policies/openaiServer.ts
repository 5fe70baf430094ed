import { APIError, OpenAI } from 'openai';
import type { Turn } from '../trajectory/trajectory.ts';
import { onAbort } from './abort.ts';
import type { Clock } from './clock.ts';
import { type Json, list, object, readAnswer } from './openaiAnswer.ts';
import { connectionFailure, type Failure, failureOf, type ServerNames } from './openaiFailure.ts';
import { type Fetch, packageFetch } from './openaiFetch.ts';
import type { Halt } from './policy.ts';
import { retryAfter } from './retry.ts';

/** A server that speaks the OpenAI chat protocol, and one model on it. */
export interface ServerSettings extends ServerNames {
  /** Sent as a bearer token and never shown; without it no key is sent. */
  readonly key?: string;
}

/** What ends a request early: its time, in milliseconds to the last byte of the answer, and whoever asked for it. */
export interface Bounds {
  readonly timeout: number;
  readonly signal: AbortSignal;
}

/** A failed request; `pause` is how long the server asks to be left alone, in milliseconds. */
export type Failed = Failure & { readonly pause?: number };

/** A request's result. Failures are data; only the signal's reason is thrown. */
export interface Server {
  /** Asks for a chat completion; `body` is sent as it is. */
  complete(body: Json, bounds: Bounds): Promise<{ readonly turn: Turn | Halt } | { readonly failure: Failed }>;
  /** The models that the server says it has. */
  models(bounds: Bounds): Promise<{ readonly models: readonly Json[] } | { readonly failure: Failed }>;
}

/** The package's own time-out, in milliseconds: longer than any of ours, since it stops counting at the headers. */
const notInTheWay = 2 ** 31 - 1;

/**
 * Speaks to a server through the `openai` package, whose own retries are off: they neither bound a whole episode, nor
 * tell the limiter of a refusal, nor read an answer before judging it. What else the package would take from the
 * environment (organisation, administrator's key, logging) is turned off too.
 */
export function openaiServer(settings: ServerSettings, ports: { fetch: Fetch; clock: Clock }): Server {
  const { baseURL, key } = settings;
  const { clock } = ports;
  const client = new OpenAI({
    baseURL,
    apiKey: key ?? 'none',
    ...(key === undefined && { defaultHeaders: { Authorization: null } }),
    adminAPIKey: null,
    organization: null,
    project: null,
    webhookSecret: null,
    maxRetries: 0,
    timeout: notInTheWay,
    logLevel: 'off',
    fetch: packageFetch(ports.fetch),
  });

  async function request<T>(
    { timeout, signal }: Bounds,
    send: (signal: AbortSignal) => Promise<Response>,
    read: (text: string) => T | { failure: Failed },
  ): Promise<T | { failure: Failed }> {
    signal.throwIfAborted();
    const controller = new AbortController();
    const abort = () => controller.abort();
    const ignore = onAbort(signal, abort);
    const cancel = clock.after(timeout, abort);
    try {
      return read(await (await send(controller.signal)).text());
    } catch (error) {
      signal.throwIfAborted();
      return { failure: withoutKey(controller.signal.aborted ? late(timeout) : thrownFailure(error)) };
    } finally {
      cancel();
      ignore();
    }
  }

  function late(timeout: number): Failed {
    return { kind: 'late', message: `${baseURL} did not answer within ${Math.round(timeout) / 1000} s.` };
  }

  function thrownFailure(error: unknown): Failed {
    if (!(error instanceof APIError) || error.status === undefined) return connectionFailure(error, baseURL);
    const failure = failureOf(error.status, object(error.error) ?? {}, settings);
    const pause = retryAfter(error.headers ?? new Headers(), clock.date());
    if (failure.kind === 'passing' && error.headers?.get('x-should-retry') === 'false') {
      return { kind: 'final', message: failure.message };
    }
    return pause === undefined ? failure : { ...failure, pause };
  }

  /** A server may echo what it was sent. */
  function withoutKey(failure: Failed): Failed {
    return key ? { ...failure, message: failure.message.replaceAll(key, '…') } : failure;
  }

  function answered(text: string): { turn: Turn | Halt } | { failure: Failed } {
    const answer = readAnswer(text);
    if ('turn' in answer) return answer;
    if ('malformed' in answer) {
      return { failure: withoutKey({ kind: 'passing', message: `${baseURL} makes no sense: ${answer.malformed}` }) };
    }
    const code = Number(answer.error['code']);
    return { failure: withoutKey(failureOf(code >= 400 && code < 600 ? code : 500, answer.error, settings)) };
  }

  return {
    complete: (body, bounds) =>
      request(bounds, inner => client.post('/chat/completions', { body, signal: inner }).asResponse(), answered),
    models: bounds =>
      request(
        bounds,
        inner => client.get('/models', { signal: inner }).asResponse(),
        text => ({ models: readModels(text) }),
      ),
  };
}

/** Models listed as `{data: […]}` or as a bare list; none where the answer is neither. */
function readModels(text: string): Json[] {
  try {
    const answer: unknown = JSON.parse(text);
    return list(object(answer)?.['data'] ?? answer)
      .map(object)
      .filter(model => model !== undefined);
  } catch {
    return [];
  }
}
