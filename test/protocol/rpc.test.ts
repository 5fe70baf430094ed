import assert from 'node:assert/strict';
import { test } from 'node:test';
import { MessageChannel } from 'node:worker_threads';
import { HumanError } from '../../src/engine/problem.ts';
import { connect, type Port, serve } from '../../src/protocol/rpc.ts';

interface Sums {
  add(params: { readonly a: number; readonly b: number }): Promise<number>;
  fail(params: { readonly human: boolean }): Promise<never>;
  hang(params: null, signal: AbortSignal): Promise<string>;
  uncloneable(params: null): Promise<unknown>;
}

function line(t: { after(end: () => void): void }, overrides: Partial<Sums> = {}) {
  const { port1, port2 } = new MessageChannel();
  t.after(() => port1.close());
  const asPort = (port: typeof port1): Port => ({
    post: message => port.postMessage(message),
    listen(handler) {
      port.on('message', handler);
      return () => port.off('message', handler);
    },
  });
  const service: Sums = {
    add: async ({ a, b }) => a + b,
    fail: async ({ human }) => {
      if (human) throw new HumanError('Do this.', [{ file: 'f', line: 3, message: 'wrong' }]);
      throw new TypeError('a bug');
    },
    hang: (_, signal) =>
      new Promise((_resolve, reject) => signal.addEventListener('abort', () => reject(signal.reason))),
    uncloneable: async () => () => 1,
    ...overrides,
  };
  const stop = serve<Sums>(asPort(port1), service);
  return { stop, far: port1, near: port2, ...connect<Sums>(asPort(port2)) };
}

test('calls bring their own results back', async t => {
  const { api } = line(t);
  const sums = await Promise.all([1, 2, 3].map(a => api.add({ a, b: 10 })));
  assert.deepEqual(sums, [11, 12, 13]);
});

test('errors cross with their name, and a HumanError as a HumanError', async t => {
  const { api } = line(t);
  await assert.rejects(api.fail({ human: false }), {
    name: 'TypeError',
    message: 'a bug',
  });
  await assert.rejects(api.fail({ human: true }), error => {
    assert(error instanceof HumanError);
    assert.deepEqual(error.problems, [{ file: 'f', line: 3, message: 'wrong' }]);
    return error.message === 'Do this.';
  });
});

test('an unknown method and a value that cannot cross reject', async t => {
  const { api } = line(t);
  const other = api as unknown as {
    nothing(params: null): Promise<void>;
    add(params: unknown): Promise<number>;
  };
  await assert.rejects(other.nothing(null), /no method "nothing"/);
  await assert.rejects(api.uncloneable(null), { name: 'DataCloneError' });
  await assert.rejects(other.add({ a: () => 1 }), { name: 'DataCloneError' });
});

test('an aborted call rejects at once with the reason, and the other end is told', async t => {
  const { promise: told, resolve: tell } = Promise.withResolvers<void>();
  const { api } = line(t, {
    hang: async (_, signal) => {
      signal.addEventListener('abort', () => tell());
      await new Promise(() => {});
      return 'never';
    },
  });
  const abort = new AbortController();
  const call = api.hang(null, abort.signal);
  abort.abort(new Error('enough'));
  await assert.rejects(call, /enough/);
  await assert.rejects(api.hang(null, abort.signal), /enough/);
  await told;
});

test('closing rejects what waits and what comes later', async t => {
  const { api, close } = line(t);
  const call = api.hang(null);
  close(new Error('the worker ended'));
  await assert.rejects(call, /the worker ended/);
  await assert.rejects(api.add({ a: 1, b: 1 }), /the worker ended/);
});

test('a server that stops aborts its work', async t => {
  const { api, stop, near } = line(t);
  const call = api.hang(null);
  await assert.rejects(Promise.race([call, api.fail({ human: false })]), /a bug/);
  stop();
  await assert.rejects(call, { name: 'AbortError' });
  near.postMessage('foreign');
});

test('an answer to a page that was loaded anew meanwhile does not reach the new one', async t => {
  const { near, api } = line(t, {
    hang: () => new Promise(resolve => setTimeout(resolve, 20, 'for the old page')),
  });
  const port: Port = {
    post: message => near.postMessage(message),
    listen(handler) {
      near.on('message', handler);
      return () => near.off('message', handler);
    },
  };
  const old = api.hang(null);
  const anew = connect<Sums>(port);
  const sum = anew.api.add({ a: 1, b: 2 });
  const other = anew.api.hang(null);
  assert.equal(await old, 'for the old page');
  assert.equal(await sum, 3);
  assert.equal(await other, 'for the old page');
});
