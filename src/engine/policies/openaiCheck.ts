import { distance } from 'fastest-levenshtein';
import { HumanError } from '../problem.ts';
import { type Clock, wait } from './clock.ts';
import { leastTokens } from './contextLimit.ts';
import type { Json } from './openaiAnswer.ts';
import type { Bounds, Server } from './openaiServer.ts';

/** Where servers say how many tokens prompt and answer may have together: vLLM and SGLang, LM Studio, OpenRouter, Groq. */
const lengthFields = ['max_model_len', 'loaded_context_length', 'context_length', 'context_window'] as const;

/** A server that has just been started gets these chances to listen, in milliseconds from one to the next. */
const patience = [500, 1500];

/** Kinds of failure, and what may be wrong with the configuration, after which no turn can be expected. */
const fatal: readonly string[] = ['unreachable', 'broken', 'late', 'key', 'permission', 'account'];

/**
 * Whether turns can be expected from a server, and the context length that it names. Throws a `HumanError` that says
 * what to do when nothing answers there, the key is not accepted, or there is no such model. A server that is busy, or
 * lists no models, passes: only a turn will tell.
 */
export async function checkServer(
  server: Server,
  { model, clock, ...bounds }: { model: string; clock: Clock } & Bounds,
): Promise<{ readonly contextLength?: number }> {
  let reply = await server.models(bounds);
  for (const pause of patience) {
    if (!('failure' in reply) || !['unreachable', 'broken'].includes(reply.failure.kind)) break;
    await wait(clock, pause, bounds.signal);
    reply = await server.models(bounds);
  }
  if ('failure' in reply) {
    const { failure } = reply;
    const wrong = failure.kind === 'configuration' ? failure.wrong : failure.kind;
    if (fatal.includes(wrong)) throw new HumanError(failure.message);
    return {};
  }
  const listed = reply.models.find(({ id }) => id === model);
  if (listed) return contextLengthOf(listed);
  if (reply.models.length > 0) await probe(server, model, reply.models, bounds);
  return {};
}

/** Some servers take names that they do not list: aliases, adapters, or any name at all. Only a try will tell. */
async function probe(server: Server, model: string, models: readonly Json[], bounds: Bounds): Promise<void> {
  const body = { model, messages: [{ role: 'user', content: 'Say OK.' }], max_tokens: leastTokens };
  const reply = await server.complete(body, bounds);
  if (!('failure' in reply) || reply.failure.kind !== 'configuration') return;
  const { message, wrong } = reply.failure;
  if (wrong !== 'model') throw new HumanError(message);
  const others = models.map(({ id }) => id).filter(id => typeof id === 'string');
  const nearest = others.toSorted((a, b) => distance(a, model) - distance(b, model)).slice(0, 5);
  throw new HumanError(`${message} It has ${nearest.map(id => `'${id}'`).join(', ')}.`);
}

function contextLengthOf(listed: Json): { readonly contextLength?: number } {
  const lengths = lengthFields.map(field => listed[field]);
  const contextLength = lengths.find(value => typeof value === 'number' && Number.isSafeInteger(value) && value > 0);
  return typeof contextLength === 'number' ? { contextLength } : {};
}
