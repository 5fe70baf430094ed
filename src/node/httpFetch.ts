import * as http from 'node:http';
import * as https from 'node:https';
import type { Fetch } from '../engine/policies/openaiFetch.ts';

/** More than any answer that a model gives; a server that sends more is broken. */
const mostBytes = 64 * 2 ** 20;

const agents = { http: new http.Agent({ keepAlive: true }), https: new https.Agent({ keepAlive: true }) };

/**
 * The part of `fetch` that the engine needs, over `node:http` with connections kept alive. Resolves when the whole body
 * has arrived, so that one signal bounds everything; follows no redirects. A request costs half of what Node's own
 * `fetch` takes, which also gives up after 300 seconds without headers whatever it is told: too soon for a slow model.
 */
export const httpFetch: Fetch = (address, { method, headers, body, signal }) => {
  const url = new URL(address);
  const [client, agent] = url.protocol === 'https:' ? [https, agents.https] : [http, agents.http];
  return new Promise((resolve, reject) => {
    signal.throwIfAborted();
    const request = client.request(url, { agent, method, headers });
    const abort = () => request.destroy(signal.reason);
    signal.addEventListener('abort', abort);
    request.on('close', () => signal.removeEventListener('abort', abort));
    request.on('error', reject);
    request.on('response', response => {
      const chunks: Buffer[] = [];
      let bytes = 0;
      response.on('error', reject);
      response.on('data', (chunk: Buffer) => {
        bytes += chunk.length;
        if (bytes > mostBytes) request.destroy(new Error(`The answer is longer than ${mostBytes} bytes.`));
        else chunks.push(chunk);
      });
      response.on('end', () => {
        const text = Buffer.concat(chunks).toString();
        const status = response.statusCode ?? 0;
        const headers = new Map(Object.entries(response.headers).map(([name, value]) => [name, String(value)]));
        resolve({ ok: status >= 200 && status < 300, status, headers, text: async () => text });
      });
    });
    request.end(body);
  });
};
