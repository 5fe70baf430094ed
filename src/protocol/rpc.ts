import { HumanError, type Problem } from '../engine/problem.ts';

/** One end of a two-way line that carries structured-clonable messages in order. */
export interface Port {
  post(message: unknown): void;
  /** Calls `handler` for every message; returns what ends that. */
  listen(handler: (message: unknown) => void): () => void;
}

/** What a service looks like: async methods of one parameter object; the signal tells that the caller gave up. */
export type Service<S> = {
  readonly [M in keyof S]: (params: never, signal: AbortSignal) => Promise<unknown>;
};

/** The caller's view of a service. */
export type Client<S extends Service<S>> = {
  readonly [M in keyof S]: (params: Parameters<S[M]>[0], signal?: AbortSignal) => ReturnType<S[M]>;
};

/** A client and the way to end it. */
export interface Connection<S extends Service<S>> {
  readonly api: Client<S>;
  /** Rejects every call that waits, and every later one, with `reason`. */
  close(reason: Error): void;
}

/** What is left of an error after the crossing. A `HumanError` arrives as one. */
interface Fault {
  readonly name: string;
  readonly message: string;
  readonly stack?: string;
  readonly problems?: readonly Problem[];
}

type Message =
  | {
      readonly rpc: 'call';
      readonly id: number;
      readonly method: string;
      readonly params: unknown;
    }
  | { readonly rpc: 'cancel'; readonly id: number }
  | { readonly rpc: 'result'; readonly id: number; readonly value: unknown }
  | { readonly rpc: 'fault'; readonly id: number; readonly fault: Fault };

function asMessage(raw: unknown): Message | undefined {
  return typeof raw === 'object' && raw !== null && 'rpc' in raw ? (raw as Message) : undefined;
}

function toFault(error: unknown): Fault {
  if (!(error instanceof Error)) return { name: 'Error', message: String(error) };
  const { name, message, stack } = error;
  return {
    name,
    message,
    ...(stack !== undefined && { stack }),
    ...(error instanceof HumanError && { problems: error.problems }),
  };
}

function fromFault(fault: Fault): Error {
  if (fault.problems) return new HumanError(fault.message, fault.problems);
  const error = new Error(fault.message);
  error.name = fault.name;
  if (fault.stack !== undefined) error.stack = fault.stack;
  return error;
}

/**
 * Answers the calls that arrive on `port`; returns what ends that and aborts the calls in progress. Calls and their
 * answers differ in kind, so both ends of one port may serve and connect at once.
 */
export function serve<S extends Service<S>>(port: Port, service: S): () => void {
  const running = new Map<number, AbortController>();
  const answer = async (id: number, name: string, params: unknown) => {
    const abort = new AbortController();
    running.set(id, abort);
    try {
      const method = Object.hasOwn(service, name) ? service[name as keyof S] : undefined;
      if (!method) throw new Error(`There is no method "${name}" at the other end.`);
      const value = await method(params as never, abort.signal);
      port.post({ rpc: 'result', id, value } satisfies Message);
    } catch (error) {
      port.post({ rpc: 'fault', id, fault: toFault(error) } satisfies Message);
    } finally {
      running.delete(id);
    }
  };
  const stop = port.listen(raw => {
    const message = asMessage(raw);
    if (message?.rpc === 'call') void answer(message.id, message.method, message.params);
    else if (message?.rpc === 'cancel') running.get(message.id)?.abort();
  });
  return () => {
    stop();
    for (const abort of running.values()) abort.abort();
  };
}

/**
 * A client of the service at the other end of `port`. Every call settles: with the answer, with the caller's own
 * reason as soon as its signal aborts (whatever the other end does), or with the reason of `close`.
 */
export function connect<S extends Service<S>>(port: Port): Connection<S> {
  const waiting = new Map<number, { resolve(value: unknown): void; reject(reason: unknown): void }>();
  // A page that is loaded anew gets what the one before it still waited for; ids of their own keep the two apart.
  let lastId = Math.floor(Math.random() * 2 ** 48);
  let closed: Error | undefined;

  const call = async (method: string, params: unknown, signal: AbortSignal | undefined) => {
    if (closed) throw closed;
    signal?.throwIfAborted();
    const id = ++lastId;
    let onAbort = () => {};
    try {
      return await new Promise((resolve, reject) => {
        onAbort = () => {
          port.post({ rpc: 'cancel', id } satisfies Message);
          reject(signal?.reason);
        };
        signal?.addEventListener('abort', onAbort);
        waiting.set(id, { resolve, reject });
        port.post({ rpc: 'call', id, method, params } satisfies Message);
      });
    } finally {
      waiting.delete(id);
      signal?.removeEventListener('abort', onAbort);
    }
  };

  const stop = port.listen(raw => {
    const message = asMessage(raw);
    if (message?.rpc === 'result') waiting.get(message.id)?.resolve(message.value);
    else if (message?.rpc === 'fault') waiting.get(message.id)?.reject(fromFault(message.fault));
  });

  const api = new Proxy({} as Client<S>, {
    get: (_, name) =>
      // A client must not look like a promise, or `await` would call it.
      typeof name === 'string' && name !== 'then'
        ? (params: unknown, signal?: AbortSignal) => call(name, params, signal)
        : undefined,
  });
  return {
    api,
    close(reason) {
      closed = reason;
      stop();
      for (const { reject } of waiting.values()) reject(reason);
    },
  };
}
