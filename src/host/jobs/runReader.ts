import { basename } from 'node:path';
import * as vscode from 'vscode';
import { JobFollower } from '../../node/jobFollower.ts';
import type { Log } from '../support/log.ts';
import type { Run } from './runs.ts';

/** Reads run folders again and again: one reading of a folder at a time, because the events of its file come in order. */
export class RunReader {
  readonly #log: Log;
  readonly #followers = new Map<string, JobFollower>();
  readonly #reading = new Map<string, Promise<Run | undefined>>();
  /** Folders of which the log tells already that they cannot be read. */
  readonly #passedOver = new Set<string>();

  constructor(log: Log) {
    this.#log = log;
  }

  /** The run in a folder as it is now; undefined when there is none, or none that can be read, which the log tells. */
  async read(path: string): Promise<Run | undefined> {
    const before = this.#reading.get(path) ?? Promise.resolve();
    const reading = before.then(() => this.#readNow(path));
    this.#reading.set(path, reading);
    const run = await reading;
    if (this.#reading.get(path) === reading) this.#reading.delete(path);
    return run;
  }

  async #readNow(path: string): Promise<Run | undefined> {
    const follower = this.#followers.get(path) ?? new JobFollower(path);
    this.#followers.set(path, follower);
    try {
      const view = await follower.read();
      return view && { ...view, folder: vscode.Uri.file(path), name: basename(path) };
    } catch (error) {
      if (!this.#passedOver.has(path)) this.#log.warn(`${path} is passed over: ${String(error)}`);
      this.#passedOver.add(path);
      return undefined;
    }
  }
}
