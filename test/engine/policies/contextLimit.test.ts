import assert from 'node:assert/strict';
import { test } from 'node:test';
import { contextOverflow, shrunkTokens } from '../../../src/engine/policies/contextLimit.ts';
import { errorObject } from '../../../src/engine/policies/openaiFailure.ts';

/** Bodies as the servers send them, and what is in them. */
const overflows: Readonly<Record<string, readonly [body: unknown, expected: object]>> = {
  'OpenAI, prompt and answer': [
    {
      error: {
        message:
          "This model's maximum context length is 4097 tokens. However, you requested 4226 tokens (3226 in the messages, 1000 in the completion). Please reduce the length of the messages or completion.",
        type: 'invalid_request_error',
        param: 'messages',
        code: 'context_length_exceeded',
      },
    },
    { limit: 4097, prompt: 3226 },
  ],
  'OpenAI, prompt alone': [
    {
      error: {
        message: "This model's maximum context length is 8192 tokens. However, your messages resulted in 9000 tokens.",
        code: 'context_length_exceeded',
      },
    },
    { limit: 8192, prompt: 9000 },
  ],
  'Groq, a code without sizes': [
    { error: { message: 'Please reduce the length of the messages or completion.', code: 'context_length_exceeded' } },
    {},
  ],
  'vLLM, flat': [
    {
      object: 'error',
      message:
        "This model's maximum context length is 8192 tokens. However, you requested 8203 tokens (7691 in the messages, 512 in the completion). Please reduce the length of the messages or completion.",
      type: 'BadRequestError',
      param: null,
      code: 400,
    },
    { limit: 8192, prompt: 7691 },
  ],
  'vLLM, newer': [
    {
      error: {
        message:
          "'max_tokens' or 'max_completion_tokens' is too large: 32000. This model's maximum context length is 16384 tokens and your request has 1200 input tokens (32000 > 16384 - 1200). None",
        type: 'BadRequestError',
        code: 400,
      },
    },
    { limit: 16384, prompt: 1200 },
  ],
  'vLLM, 2026': [
    {
      error: {
        message:
          "This model's maximum context length is 2048 tokens. However, your request has 8 input tokens plus 2045 'max_tokens'. Please reduce one or the other. (parameter=input_tokens, max_tokens, value=(8, 2045))",
        code: 400,
      },
    },
    { limit: 2048, prompt: 8 },
  ],
  'vLLM, no room at all': [{ object: 'error', message: 'max_tokens must be at least 1, got -186.', code: 400 }, {}],
  SGLang: [
    {
      object: 'error',
      message: "The input (61709 tokens) is longer than the model's context length (40960 tokens).",
      type: 'BadRequestError',
      code: 400,
    },
    { limit: 40960, prompt: 61709 },
  ],
  'SGLang, with the answer': [
    {
      object: 'error',
      message:
        "Requested token count exceeds the model's maximum context length of 40960 tokens. You requested a total of 41500 tokens: 36500 tokens from the input messages and 5000 tokens for the completion.",
      code: 400,
    },
    { limit: 40960, prompt: 36500 },
  ],
  TGI: [
    {
      error:
        'Input validation error: `inputs` tokens + `max_new_tokens` must be <= 2048. Given: 1244 `inputs` tokens and 1000 `max_new_tokens`',
      error_type: 'validation',
    },
    { limit: 2048, prompt: 1244 },
  ],
  'TGI, prompt alone': [
    {
      error: 'Input validation error: `inputs` must have less than 1024 tokens. Given: 1168',
      error_type: 'validation',
    },
    { limit: 1024, prompt: 1168 },
  ],
  'llama.cpp': [
    {
      error: {
        code: 400,
        message:
          'the request exceeds the available context size. try increasing the context size or enable context shift',
        type: 'exceed_context_size_error',
        n_prompt_tokens: 14429,
        n_ctx: 8192,
      },
    },
    { limit: 8192, prompt: 14429 },
  ],
  'llama-cpp-python': [
    { error: { message: 'Requested tokens (2285) exceed context window of 2048', type: 'internal_server_error' } },
    { limit: 2048, prompt: 2285 },
  ],
  'Ollama, JSON within JSON': [
    {
      error:
        '{"error":{"code":400,"message":"request (351 tokens) exceeds the available context size (256 tokens), try increasing it","type":"exceed_context_size_error","n_prompt_tokens":351,"n_ctx":256}}',
    },
    { limit: 256, prompt: 351 },
  ],
  'Ollama, without counts': [
    { error: { message: 'request (351 tokens) exceeds the available context size (256 tokens), try increasing it' } },
    { limit: 256, prompt: 351 },
  ],
  'LM Studio': [
    {
      error:
        'Trying to keep the first 14538 tokens when context the overflows. However, the model is loaded with context length of only 2048 tokens, which is not enough.',
    },
    { limit: 2048, prompt: 14538 },
  ],
  'LM Studio, newer': [
    {
      error:
        'The number of tokens to keep from the initial prompt is greater than the context length (n_keep: 9000>= n_ctx: 8192). Try to load the model with a larger context length.',
    },
    { limit: 8192, prompt: 9000 },
  ],
  OpenRouter: [
    {
      error: {
        message:
          "This endpoint's maximum context length is 131072 tokens. However, you requested about 140000 tokens (139000 of text input, 1000 in the output).",
        code: 400,
      },
    },
    { limit: 131072, prompt: 139000 },
  ],
  Mistral: [
    {
      object: 'error',
      message: 'Prompt contains 33000 tokens and 0 draft tokens, too large for model with 32768 maximum context length',
      type: 'invalid_request_invalid_args',
    },
    { limit: 32768, prompt: 33000 },
  ],
  Anthropic: [
    { error: { message: 'prompt is too long: 208310 tokens > 200000 maximum', type: 'invalid_request_error' } },
    { limit: 200000, prompt: 208310 },
  ],
  Gemini: [
    {
      error: {
        message: 'The input token count (1200000) exceeds the maximum number of tokens allowed (1048576).',
        code: 400,
      },
    },
    { limit: 1048576, prompt: 1200000 },
  ],
};

for (const [server, [body, expected]] of Object.entries(overflows)) {
  test(`an overflow is recognised: ${server}`, () => {
    assert.deepEqual(contextOverflow(errorObject(JSON.stringify(body))), expected);
  });
}

for (const message of [
  'Incorrect API key provided',
  'The model `x` does not exist',
  'stop must have at most 4 items',
  '',
]) {
  test(`no overflow: '${message}'`, () => {
    assert.equal(contextOverflow({ message, code: null }), undefined);
  });
}

test('a request is shrunk to the room that is left', () => {
  assert.deepEqual(shrunkTokens(512, { limit: 8192, prompt: 7700 }), { tokens: 492, contextLength: 8192 });
  assert.equal(shrunkTokens(512, { limit: 8192, prompt: 9000 }), undefined);
});

test('a limit below the prompt is doubted, since vLLM has reported it less the tokens asked for', () => {
  assert.deepEqual(shrunkTokens(256, { limit: 2048 - 256, prompt: 1900 }), { tokens: 128 });
});

test('without sizes the request is halved until it is not worth making', () => {
  const tried: number[] = [];
  for (let tokens: number | undefined = 256; tokens; tokens = shrunkTokens(tokens, {})?.tokens) tried.push(tokens);
  assert.deepEqual(tried, [256, 128, 64, 32, 16]);
});
