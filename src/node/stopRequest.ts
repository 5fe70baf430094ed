import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileError } from './fileError.ts';
import { jobFiles } from './jobFiles.ts';

/** The reason of an abort that somebody asked for: work is saved, and the same command goes on with it. */
export class Stopped extends Error {
  override readonly name = 'Stopped';
}

/** Listens for requests to stop until it is disposed. */
export interface StopRequests {
  /** Aborted with a `Stopped` by the first request. */
  readonly signal: AbortSignal;
  /** Aborts for another reason than a request. */
  abort(reason: Error): void;
  dispose(): void;
}

const signals = ['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGBREAK'] as const;
const pollInterval = 250;

/**
 * Listens for the portable request, a file at `path`, and for the system's signals. A second signal ends the process
 * at once with code 130. The file is polled, because no notification works on every disk that is shared.
 */
export function listenForStop(path: string): StopRequests {
  const controller = new AbortController();
  const stop = (reason: string) => controller.abort(new Stopped(reason));
  const onSignal = (signal: NodeJS.Signals) => {
    if (controller.signal.aborted) process.exit(130);
    stop(signal);
  };
  const timer = setInterval(() => {
    if (existsSync(path)) stop('stop file');
  }, pollInterval).unref();
  for (const name of signals) process.on(name, onSignal);
  return {
    signal: controller.signal,
    abort: reason => controller.abort(reason),
    dispose() {
      clearInterval(timer);
      for (const name of signals) process.off(name, onSignal);
    },
  };
}

/** Asks the job in a folder to save and leave. Throws a `HumanError` when that cannot be written down. */
export function requestStop(folder: string): void {
  const path = join(folder, jobFiles.stop);
  try {
    writeFileSync(path, '');
  } catch (error) {
    throw fileError(error, 'write', path);
  }
}
