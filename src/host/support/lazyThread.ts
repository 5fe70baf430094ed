import type * as vscode from 'vscode';
import { startThread, type Thread } from '../../node/thread.ts';
import type { Client, Service } from '../../protocol/rpc.ts';

/** A thread that serves `S`: started by the first call, and anew by the next one if it breaks down. */
export class LazyThread<S extends Service<S>> implements vscode.Disposable {
  readonly #kind: string;
  #thread: Thread<S> | undefined;

  /** Calls to it reject with the thread's own error. */
  readonly api: Client<S> = new Proxy({} as Client<S>, {
    get: (_, name) =>
      typeof name === 'string' && name !== 'then'
        ? (...given: readonly unknown[]) => this.#call(name, given)
        : undefined,
  });

  constructor(kind: string) {
    this.#kind = kind;
  }

  dispose(): void {
    void this.#thread?.close();
    this.#thread = undefined;
  }

  #call(name: string, given: readonly unknown[]): unknown {
    this.#thread ??= startThread<S>(this.#kind, undefined, {
      onEnd: () => {
        this.#thread = undefined;
      },
    });
    const method = this.#thread.api[name as keyof S] as (...given: readonly unknown[]) => unknown;
    return method(...given);
  }
}
