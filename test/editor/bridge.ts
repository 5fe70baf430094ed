import { request } from 'node:http';
import { dirname, join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

/** The folder of the development extension that answers `callHost`. */
export const bridgeExtension: string = join(dirname(fileURLToPath(import.meta.url)), 'bridge');

/** A function that runs in the extension host: it gets `vscode` and one JSON value, sees nothing else, and returns JSON. */
export type HostFunction<A, R> = (vscode: typeof import('vscode'), argument: A) => R | Thenable<R>;

/** Runs `work` in the extension host behind `socket`; waits up to a minute for a host that is still starting. */
export async function callHost<A, R>(socket: string, work: HostFunction<A, R>, argument: A): Promise<R> {
  const body = JSON.stringify({ source: work.toString(), argument });
  const end = Date.now() + 60_000;
  for (;;) {
    try {
      const { value, error } = JSON.parse(await post(socket, body)) as { value: R; error?: string };
      if (error) throw new Error(`In the extension host: ${error}`);
      return value;
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      if ((code !== 'ENOENT' && code !== 'ECONNREFUSED') || Date.now() > end) throw error;
      await delay(50);
    }
  }
}

function post(socketPath: string, body: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const outgoing = request({ socketPath, method: 'POST', path: '/' }, async response => {
      let text = '';
      try {
        for await (const chunk of response.setEncoding('utf8')) text += chunk;
        resolve(text);
      } catch (error) {
        reject(error);
      }
    });
    outgoing.on('error', reject).end(body);
  });
}
