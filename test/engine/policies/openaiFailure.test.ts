import assert from 'node:assert/strict';
import { test } from 'node:test';
import { connectionFailure, errorObject, failureOf } from '../../../src/engine/policies/openaiFailure.ts';

const server = { baseURL: 'http://gpu:8000/v1', model: 'm-7b', keyVariable: 'MY_KEY' };

const cases: readonly (readonly [what: string, status: number, body: unknown, kind: string, message: RegExp])[] = [
  [
    'wrong key',
    401,
    { error: { message: 'Incorrect API key provided: sk-a**b' } },
    'configuration key',
    /gpu:8000.*MY_KEY/,
  ],
  ['forbidden', 403, '<html>Forbidden</html>', 'configuration permission', /MY_KEY/],
  ['no credit', 402, { error: { message: 'Insufficient Balance' } }, 'configuration account', /Insufficient Balance/],
  [
    'no quota',
    429,
    { error: { message: 'Check your plan', code: 'insufficient_quota' } },
    'configuration account',
    /plan/,
  ],
  ['too many', 429, { error: { message: 'Rate limit reached' } }, 'limited', /429.*Rate limit reached/],
  [
    'OpenAI, no model',
    404,
    { error: { message: 'The model does not exist', code: 'model_not_found' } },
    'configuration model',
    /m-7b/,
  ],
  [
    'vLLM, no model',
    404,
    { object: 'error', message: 'The model `m-7b` does not exist.', code: 404 },
    'configuration model',
    /policy\.model/,
  ],
  [
    'Ollama, no model',
    404,
    { error: { message: 'model "m-7b" not found, try pulling it first' } },
    'configuration model',
    /pulling/,
  ],
  ['no model, as 400', 400, { error: { message: 'The model m-7b was not found' } }, 'configuration model', /m-7b/],
  ['wrong path', 404, { detail: 'Not Found' }, 'configuration address', /policy\.baseURL.*\/v1/],
  ['redirected', 301, '', 'configuration address', /policy\.baseURL/],
  ['busy', 503, { error: { message: 'Loading model' } }, 'passing', /Loading model/],
  [
    "a proxy's page",
    502,
    '<html><head><style>p{}</style></head><h1>Bad  Gateway</h1></html>',
    'passing',
    /502\): Bad Gateway$/,
  ],
  ['timed out', 408, {}, 'passing', /408/],
  ['conflict', 409, {}, 'passing', /409/],
  ['overflow, as 400', 400, { error: { message: 'prompt too long', n_ctx: 5 } }, 'overflow', /too long/],
  [
    'overflow, as 500',
    500,
    { error: { message: 'Requested tokens (9) exceed context window of 5' } },
    'overflow',
    /window/,
  ],
  [
    'Azure, filtered',
    400,
    { error: { code: 'content_filter', message: 'The prompt triggered the policy' } },
    'refused',
    /triggered/,
  ],
  ['OpenRouter, flagged', 403, { error: { code: 403, message: 'Your input was flagged' } }, 'refused', /flagged/],
  [
    'OpenAI, flagged',
    400,
    { error: { code: 'invalid_prompt', message: 'Your prompt was flagged' } },
    'refused',
    /flagged/,
  ],
  [
    'OpenAI, max_tokens',
    400,
    {
      error: { message: "Unsupported parameter: 'max_tokens' is not supported with this model.", param: 'max_tokens' },
    },
    'unsupported max_tokens',
    /max_tokens/,
  ],
  [
    'FastAPI, seed',
    422,
    { detail: [{ type: 'extra_forbidden', loc: ['body', 'seed'], msg: 'Extra inputs are not permitted' }] },
    'unsupported seed',
    /body\.seed: Extra/,
  ],
  [
    'temperature, which cannot be left out',
    400,
    {
      error: { message: "Unsupported value: 'temperature' does not support 0 with this model.", param: 'temperature' },
    },
    'final',
    /temperature/,
  ],
  ['roles', 400, { error: { message: 'Conversation roles must alternate' } }, 'final', /alternate/],
];

for (const [what, status, body, expected, message] of cases) {
  test(`${status} ${what}: ${expected}`, () => {
    const failure = failureOf(status, errorObject(typeof body === 'string' ? body : JSON.stringify(body)), server);
    const detail = 'wrong' in failure ? ` ${failure.wrong}` : 'parameter' in failure ? ` ${failure.parameter}` : '';
    assert.equal(failure.kind + detail, expected);
    assert.match(failure.message, message);
  });
}

test('without a key, a rejected one is asked for by its setting', () => {
  assert.match(failureOf(401, {}, { baseURL: 'http://a', model: 'm' }).message, /policy\.keyVariable/);
});

test('what went wrong below HTTP is found in the chain of causes', () => {
  const thrown = new Error('Connection error.', {
    cause: Object.assign(new Error('connect'), { code: 'ECONNREFUSED' }),
  });
  const failure = connectionFailure(thrown, 'http://gpu:8000/v1');
  assert.equal(failure.kind, 'unreachable');
  assert.equal(
    failure.message,
    'No answer from http://gpu:8000/v1: nothing listens there; is the server running? (ECONNREFUSED).',
  );
  assert.equal(connectionFailure(new Error('odd'), 'http://a').message, 'No answer from http://a: odd.');
});
