import { errorObject } from './openaiFailure.ts';

/** What the engine needs of `fetch`. */
export type Fetch = (
  url: string,
  init: {
    readonly method: string;
    readonly headers: Readonly<Record<string, string>>;
    readonly body?: string;
    readonly signal: AbortSignal;
  },
) => Promise<HttpAnswer>;

/** What the `openai` package reads of a `Response`. */
export interface HttpAnswer {
  readonly ok: boolean;
  readonly status: number;
  /** By name in lower case. */
  readonly headers: ReadonlyMap<string, string>;
  text(): Promise<string>;
}

/** What a server has to know; the package would also tell it this machine's system, processor and Node version. */
const headersToSend = ['accept', 'authorization', 'content-type', 'user-agent'] as const;

/**
 * `fetch` as the package wants it. Sends few headers, and gives error bodies as `{error: {message, …}}`, the only form in
 * which the package hands on what they say; servers have half a dozen others.
 */
export function packageFetch(fetch: Fetch): typeof globalThis.fetch {
  return async (url, { method = 'GET', headers, body, signal } = {}) => {
    const all = new Headers(headers);
    const sent = headersToSend.flatMap(name => (all.has(name) ? [[name, all.get(name) ?? ''] as const] : []));
    const answer = await fetch(String(url), {
      method,
      headers: Object.fromEntries(sent),
      signal: signal ?? new AbortController().signal,
      ...(typeof body === 'string' && { body }),
    });
    if (answer.ok) return answer as object as Response;
    const error = errorObject(await answer.text());
    return {
      ...answer,
      headers: new Headers([...answer.headers]),
      text: async () => JSON.stringify({ error }),
    } as Response;
  };
}
