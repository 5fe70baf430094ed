import type * as vscode from 'vscode';
import { startThread, type Thread } from '../../node/thread.ts';
import type { EpisodeFiles } from '../../protocol/episodeFiles.ts';
import type { Client } from '../../protocol/rpc.ts';

/** The thread that reads files of episodes: started by the first call, and anew by the next one if it breaks down. */
export class EpisodeThread implements vscode.Disposable {
  #thread: Thread<EpisodeFiles> | undefined;

  /** Calls to it reject with the thread's own error. */
  readonly api: Client<EpisodeFiles> = new Proxy({} as Client<EpisodeFiles>, {
    get: (_, name) =>
      typeof name === 'string' && name !== 'then'
        ? (...given: readonly unknown[]) => this.#call(name, given)
        : undefined,
  });

  dispose(): void {
    void this.#thread?.close();
    this.#thread = undefined;
  }

  #call(name: string, given: readonly unknown[]): unknown {
    this.#thread ??= startThread<EpisodeFiles>('episodeFiles', undefined, () => {
      this.#thread = undefined;
    });
    const method = this.#thread.api[name as keyof EpisodeFiles] as (...given: readonly unknown[]) => unknown;
    return method(...given);
  }
}
