import assert from 'node:assert/strict';
import { test } from 'node:test';
import { checkServer } from '../../../src/engine/policies/openaiCheck.ts';
import { openaiServer } from '../../../src/engine/policies/openaiServer.ts';
import { HumanError } from '../../../src/engine/problem.ts';
import { httpFetch } from '../../../src/node/httpFetch.ts';
import { systemClock } from '../../../src/node/systemClock.ts';
import { type Behaviour, modelServer } from '../../server.ts';

const { signal } = new AbortController();
/** Waits for nothing. */
const clock = { ...systemClock, after: (ms: number, callback: () => void) => systemClock.after(ms / 50, callback) };

function check(baseURL: string, model = 'm-7b') {
  const server = openaiServer({ baseURL, model, keyVariable: 'MY_KEY' }, { fetch: httpFetch, clock });
  return checkServer(server, { model, timeout: 5000, clock, signal });
}

/** The check of a server that lists `models` and treats a request for a turn as told. */
async function checked(models: Behaviour | readonly object[], behaviour: Behaviour = 'OK') {
  const listed = Array.isArray(models)
    ? { status: 200, body: { object: 'list', data: models } }
    : (models as Behaviour);
  const server = await modelServer({ models: listed, behave: () => behaviour });
  try {
    return { found: await check(server.baseURL), probes: server.requests.length };
  } finally {
    await server.close();
  }
}

const missing: Behaviour = {
  status: 404,
  body: { error: { message: 'The model does not exist', code: 'model_not_found' } },
};

for (const [server, entry] of Object.entries({
  vLLM: { max_model_len: 8192 },
  OpenRouter: { context_length: 8192 },
  Groq: { context_window: 8192 },
  'LM Studio': { loaded_context_length: 8192, max_context_length: 32768 },
})) {
  test(`learns the context length from ${server}`, async () => {
    const { found, probes } = await checked([{ id: 'other' }, { id: 'm-7b', ...entry }]);
    assert.deepEqual(found, { contextLength: 8192 });
    assert.equal(probes, 0);
  });
}

test('a server without a list of models, or with one that makes no sense, passes', async () => {
  for (const models of [
    { status: 404, body: 'Not Found' },
    { status: 500, body: {} },
    { status: 200, body: { data: [] } },
    { status: 200, body: '<html>' },
    { status: 200, body: { data: 'x' } },
  ]) {
    assert.deepEqual(await checked(models), { found: {}, probes: 0 });
  }
});

test('a bare list of models will do', async () => {
  const { found } = await checked({ status: 200, body: [{ id: 'm-7b', context_length: 4096 }] });
  assert.deepEqual(found, { contextLength: 4096 });
});

test('a model that is not listed may exist all the same', async () => {
  assert.deepEqual(await checked([{ id: 'm-7b.gguf' }]), { found: {}, probes: 1 });
  assert.deepEqual(await checked([{ id: 'm-7b.gguf' }], { status: 500, body: {} }), { found: {}, probes: 1 });
});

test('a model that does not exist is an error that names the nearest ones', async () => {
  const models = ['llama', 'm-70b', 'm-7c'].map(id => ({ id }));
  await assert.rejects(checked(models, missing), (error: Error) => {
    assert.ok(error instanceof HumanError);
    assert.match(error.message, /no model 'm-7b'.*It has 'm-70b', 'm-7c', 'llama'\.$/);
    return true;
  });
});

test('a key that is not accepted is an error that names its variable', async () => {
  await assert.rejects(
    checked({ status: 401, body: {} }),
    /does not accept the key in the environment variable MY_KEY/,
  );
  await assert.rejects(checked([{ id: 'x' }], { status: 401, body: {} }), /MY_KEY/);
});

test('a server that is dead, breaks off or stays silent is an error', async () => {
  const server = await modelServer();
  await server.close();
  await assert.rejects(check(server.baseURL), /No answer from http.*nothing listens there/);
  await assert.rejects(checked({ reset: '' }), /the connection broke/);
  await assert.rejects(checked({ hang: '' }), /did not answer within 5 s/);
});
