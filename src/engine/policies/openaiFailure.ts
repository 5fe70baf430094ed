import { type ContextOverflow, contextOverflow } from './contextLimit.ts';
import { excerpt, type Json, list, object, parsed } from './openaiAnswer.ts';

/** A parameter of the request that some servers or models do not take, and that a turn can do without. */
export type Dispensable = 'max_tokens' | 'stop' | 'seed' | 'top_p' | 'logprobs';

const dispensable: readonly Dispensable[] = ['max_tokens', 'stop', 'seed', 'top_p', 'logprobs'];

/** What a person has to change. A `permission` may be missing for some prompts only. */
export type Wrong = 'key' | 'permission' | 'account' | 'model' | 'address';

/** Why a request brought no answer, by what can be done about it. */
export type Failure = { readonly message: string } & (
  | { /** Too many requests: wait, and ask with fewer at once. */ readonly kind: 'limited' }
  | { /** It may go better next time. */ readonly kind: 'passing' }
  | { /** No answer in time; it may come next time. */ readonly kind: 'late' }
  | { /** The connection broke, or what came was no HTTP; it may go better next time. */ readonly kind: 'broken' }
  | { /** Nothing answers at the address; it may next time. */ readonly kind: 'unreachable' }
  | {
      /** The prompt and the tokens asked for do not fit. */ readonly kind: 'overflow';
      readonly overflow: ContextOverflow;
    }
  | { /** A parameter is not taken: ask without it. */ readonly kind: 'unsupported'; readonly parameter: Dispensable }
  | { /** The provider would not answer this prompt. */ readonly kind: 'refused' }
  | {
      /** No request can succeed until a person changes something. */ readonly kind: 'configuration';
      readonly wrong: Wrong;
    }
  | { /** This request cannot succeed. */ readonly kind: 'final' }
);

/** What error messages may say about where a policy's answers come from; never the key itself. */
export interface ServerNames {
  readonly baseURL: string;
  readonly model: string;
  readonly keyVariable?: string;
}

/** The object that describes the error in the body of a failed request, whatever its server wraps it in. */
export function errorObject(body: string): Json {
  const answer = parsed(body);
  if (!answer) return { message: excerpt(body) };
  const error = answer['error'];
  if (typeof error === 'string') {
    const nested = error.startsWith('{') ? errorObject(error) : { message: error };
    return { type: answer['error_type'], ...nested };
  }
  if (object(error)) return readable(object(error) ?? {});
  return readable(answer);
}

/** The same error with a message that is text: FastAPI puts a list of `{loc, msg}` into `detail`. */
function readable(error: Json): Json {
  const message = error['message'] ?? error['detail'] ?? error['msg'];
  if (typeof message === 'string') return { ...error, message };
  const details = list(message)
    .map(object)
    .filter(detail => detail !== undefined);
  const text = details.map(detail => `${list(detail['loc']).join('.')}: ${detail['msg']}`).join('; ');
  return { ...error, message: text || excerpt(JSON.stringify(message ?? error)) };
}

/** What a failed request means. `status` is the HTTP status, or what the error's own code says where that was 200. */
export function failureOf(status: number, error: Json, server: ServerNames): Failure {
  const said = excerpt(String(error['message'] ?? ''));
  const code = `${error['code'] ?? ''} ${error['type'] ?? ''}`;
  const { baseURL, model, keyVariable } = server;
  const configuration = (wrong: Wrong, message: string): Failure => ({ kind: 'configuration', wrong, message });

  if (status < 500 && isModeration(error)) {
    return { kind: 'refused', message: `The provider refused the prompt: ${said}` };
  }
  if (status === 401 || status === 403) {
    const key = keyVariable
      ? `the key in the environment variable ${keyVariable}`
      : 'a request without a key; name the environment variable that holds one in policy.keyVariable';
    return configuration(
      status === 401 ? 'key' : 'permission',
      `${baseURL} does not accept ${key} (status ${status}).`,
    );
  }
  if (status === 402 || (status === 429 && /insufficient_quota|billing/.test(code))) {
    return configuration('account', `The account at ${baseURL} cannot pay for more requests: ${said}`);
  }
  if (status === 429)
    return { kind: 'limited', message: `${baseURL} refused a request as too many (status 429): ${said}` };

  const overflow = status === 400 || status === 413 || status >= 422 ? contextOverflow(error) : undefined;
  if (overflow) return { kind: 'overflow', overflow, message: said };
  if (status === 408 || status === 409 || status >= 500) {
    return { kind: 'passing', message: `${baseURL} failed (status ${status}): ${said}` };
  }
  if (
    /model_not_found/.test(code) ||
    (status === 404 && /model/i.test(said)) ||
    /model .*(not found|not exist)/i.test(said)
  ) {
    return configuration(
      'model',
      `${baseURL} has no model '${model}'; set policy.model to one that it serves (${said}).`,
    );
  }
  if (status === 404 || status === 405 || status < 400) {
    return configuration(
      'address',
      `${baseURL} does not speak the chat protocol (status ${status}): set policy.baseURL to the server's address up to and with its version, often …/v1.`,
    );
  }
  const parameter = unsupported(error, said);
  if (parameter) return { kind: 'unsupported', parameter, message: said };
  return { kind: 'final', message: `${baseURL} rejected the request (status ${status}): ${said}` };
}

/** Whether the prompt was judged rather than the request: OpenAI, Azure, OpenRouter. */
function isModeration(error: Json): boolean {
  const codes = [error['code'], object(error['innererror'])?.['code']].join(' ');
  const message = String(error['message'] ?? '');
  return (
    /content_filter|ResponsibleAIPolicyViolation|content_policy|invalid_prompt/.test(codes) ||
    /(input|prompt) (was|has been) flagged/i.test(message)
  );
}

/** The parameter of ours that an error says is not taken. */
function unsupported(error: Json, said: string): Dispensable | undefined {
  if (
    !/unsupported|not supported|unrecogni[sz]ed|unknown|unexpected|extra|not permitted|not allowed|does not support/i.test(
      said,
    )
  ) {
    return undefined;
  }
  const param = error['param'];
  return dispensable.find(name => name === param) ?? dispensable.find(name => new RegExp(`\\b${name}\\b`).test(said));
}

/** What went wrong below HTTP, from the chain of causes of what was thrown. */
export function connectionFailure(thrown: unknown, baseURL: string): Failure {
  const codes: string[] = [];
  let what = excerpt(String(thrown));
  for (let error: unknown = thrown; error instanceof Error; error = error.cause) {
    if (error.message) what = excerpt(error.message);
    if ('code' in error && typeof error.code === 'string') codes.push(error.code);
  }
  const reason = reasons.find(({ pattern }) => codes.some(code => pattern.test(code)));
  const code = codes.length > 0 ? ` (${codes.at(-1)})` : '';
  return { kind: reason?.kind ?? 'broken', message: `No answer from ${baseURL}: ${reason?.what ?? what}${code}.` };
}

const reasons: readonly { pattern: RegExp; kind: 'unreachable' | 'broken'; what: string }[] = [
  { pattern: /^ECONNREFUSED$/, kind: 'unreachable', what: 'nothing listens there; is the server running?' },
  { pattern: /^(ENOTFOUND|EAI_AGAIN)$/, kind: 'unreachable', what: 'its name is not known; is it spelt right?' },
  { pattern: /^(ETIMEDOUT|EHOSTUNREACH|ENETUNREACH)$/, kind: 'unreachable', what: 'there is no way to it' },
  {
    pattern: /^(CERT_|DEPTH_ZERO|SELF_SIGNED|UNABLE_TO|ERR_TLS)/,
    kind: 'unreachable',
    what: 'its certificate is not trusted',
  },
  { pattern: /^(EPROTO|ERR_SSL)/, kind: 'unreachable', what: 'it does not speak TLS; http:// instead of https://?' },
  { pattern: /^HPE_/, kind: 'broken', what: 'it does not speak HTTP; https:// instead of http://?' },
  {
    pattern: /^(ECONNRESET|EPIPE|ECONNABORTED)$/,
    kind: 'broken',
    what: 'the connection broke; is it https:// rather than http://?',
  },
];
