import { join } from 'node:path';
import { type MessagePort, Worker } from 'node:worker_threads';
import { type Client, connect, type Port, type Service } from '../protocol/rpc.ts';

/** What a worker thread is told when it starts: which entry of the table in `worker.ts` it is, and that entry's data. */
export interface ThreadData {
  readonly kind: string;
  readonly data: unknown;
}

/** A worker thread that serves `S`. */
export interface Thread<S extends Service<S>> {
  readonly api: Client<S>;
  readonly port: Port;
  /** Runs `work`, which waits for the thread: only meanwhile does the thread keep the process alive. */
  during<T>(work: () => Promise<T>): Promise<T>;
  /** Ends the thread; calls that wait are rejected. */
  close(): Promise<void>;
}

/** The worker's entry: beside the bundle, or its source when run from source. */
const entry = typeof __dirname === 'string' ? join(__dirname, 'worker.cjs') : new URL('./worker.ts', import.meta.url);

export interface ThreadOptions {
  /** Told of every end. */
  readonly onEnd?: () => void;
  /** Megabytes for objects that have just been made; more let rubbish lie longer. Default: V8's, up to 100. */
  readonly youngMegabytes?: number;
}

/** Starts a thread. Its calls reject with the thread's own error when it breaks down. `data` is cloned. */
export function startThread<S extends Service<S>>(kind: string, data: unknown, options: ThreadOptions = {}): Thread<S> {
  const { onEnd, youngMegabytes } = options;
  const worker = new Worker(entry, {
    workerData: { kind, data } satisfies ThreadData,
    ...(youngMegabytes !== undefined && { resourceLimits: { maxYoungGenerationSizeMb: youngMegabytes } }),
  });
  worker.unref();
  const port = portOf(worker);
  const connection = connect<S>(port);
  let failure: Error | undefined;
  worker.on('error', error => {
    failure = error instanceof Error ? error : new Error(String(error));
    connection.close(failure);
  });
  worker.on('exit', code => {
    connection.close(failure ?? new Error(`A worker thread (${kind}) ended with code ${code}.`));
    onEnd?.();
  });
  let holders = 0;
  return {
    api: connection.api,
    port,
    async during(work) {
      if (holders++ === 0) worker.ref();
      try {
        return await work();
      } finally {
        if (--holders === 0) worker.unref();
      }
    },
    async close() {
      await worker.terminate();
    },
  };
}

/** Either end of the line between a thread and the one that started it. */
export function portOf(line: Worker | MessagePort): Port {
  return {
    post: message => line.postMessage(message),
    listen(handler) {
      line.on('message', handler);
      return () => line.off('message', handler);
    },
  };
}
