import assert from 'node:assert/strict';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { test } from 'node:test';
import { httpFetch } from '../../src/node/httpFetch.ts';

const plain = { method: 'GET', headers: {}, signal: new AbortController().signal };

async function withServer(listener: RequestListener, use: (url: string) => Promise<void>): Promise<void> {
  const server = createServer(listener);
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  try {
    await use(`http://127.0.0.1:${(server.address() as AddressInfo).port}/path?q=1`);
  } finally {
    server.closeAllConnections();
    server.close();
  }
}

test('sends method, path, headers and body, and gives back status, headers and body', () =>
  withServer(
    async (request, response) => {
      let body = '';
      for await (const chunk of request) body += chunk;
      response.writeHead(418, { 'x-a': ['1', '2'], 'content-type': 'text/plain' });
      response.end(
        [request.method, request.url, request.headers['x-b'], request.headers['content-length'], body].join(' '),
      );
    },
    async url => {
      const response = await httpFetch(url, { ...plain, method: 'POST', headers: { 'X-B': 'b' }, body: 'grüß' });
      assert.equal(response.status, 418);
      assert.equal(response.headers.get('x-a'), '1, 2');
      assert.equal(await response.text(), 'POST /path?q=1 b 6 grüß');
    },
  ));

test('keeps connections alive', () => {
  const ports = new Set<number | undefined>();
  return withServer(
    (request, response) => {
      ports.add(request.socket.remotePort);
      response.end();
    },
    async url => {
      for (let index = 0; index < 5; index++) await httpFetch(url, plain);
      assert.equal(ports.size, 1);
    },
  );
});

test('answers without a body, and redirects, come as they are', () =>
  withServer(
    (request, response) => response.writeHead(request.method === 'GET' ? 204 : 302, { location: '/elsewhere' }).end(),
    async url => {
      assert.equal((await httpFetch(url, plain)).status, 204);
      assert.equal((await httpFetch(url, { ...plain, method: 'POST' })).status, 302);
    },
  ));

test('an abort ends the wait for headers and for the rest of the body', () =>
  withServer(
    (request, response) => {
      if (request.method === 'GET') response.writeHead(200, { 'content-length': 100 }).write('half');
    },
    async url => {
      for (const method of ['GET', 'POST']) {
        await assert.rejects(httpFetch(url, { ...plain, method, signal: AbortSignal.timeout(50) }), /abort/i);
      }
    },
  ));

test('rejects where the answer is cut off', () =>
  withServer(
    (_, response) => {
      response.writeHead(200, { 'content-length': 100 }).write('half', () => response.socket?.destroy());
    },
    async url => {
      await assert.rejects(httpFetch(url, plain), { code: 'ECONNRESET' });
    },
  ));
