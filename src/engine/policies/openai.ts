import { HumanError } from '../problem.ts';
import type { Random } from '../random.ts';
import type { History, Turn } from '../trajectory/trajectory.ts';
import { type Clock, wait } from './clock.ts';
import { shrunkTokens } from './contextLimit.ts';
import { adaptiveLimiter } from './limiter.ts';
import type { Json } from './openaiAnswer.ts';
import { checkServer } from './openaiCheck.ts';
import type { Dispensable } from './openaiFailure.ts';
import type { Fetch } from './openaiFetch.ts';
import { requestBody, type Sampling, tokensToAsk } from './openaiRequest.ts';
import { type Failed, openaiServer, type ServerSettings } from './openaiServer.ts';
import type { ActOptions, Halt, Policy } from './policy.ts';
import type { Prompt } from './prompt.ts';
import { backOff } from './retry.ts';

export interface OpenaiSettings extends ServerSettings, Sampling {
  /** Milliseconds that one request may take, to the last byte of its answer. */
  readonly timeout: number;
  /** Milliseconds that an episode may take, counted from its first turn. */
  readonly deadline: number;
  /** How often a turn is asked for again after a failure that may pass; a refusal for too many requests is not counted. */
  readonly retries: number;
  /** Tokens that prompt and turn may have together; learned from the server when absent. */
  readonly contextLength?: number;
  /** Requests in flight at the most. */
  readonly concurrency: number;
}

export interface OpenaiPorts {
  readonly fetch: Fetch;
  readonly clock: Clock;
  /** For the jitter of the back-off alone: no turn depends on it. */
  readonly random: Random;
  readonly prompt: Prompt;
}

/** A model behind any server that speaks the OpenAI chat protocol. */
export function openaiPolicy(settings: OpenaiSettings, ports: OpenaiPorts): Policy {
  const { clock, prompt, random } = ports;
  const server = openaiServer(settings, ports);
  const limiter = adaptiveLimiter(settings.concurrency, clock);
  /** What the server does not take, learned from its errors. */
  const declined = new Set<Dispensable>();
  const deadlines = new Map<string, number>();
  let contextLength = settings.contextLength;
  let answers = 0;

  /** One request and its reply; undefined when the deadline came before its turn. */
  async function ask(body: Json, deadline: number, signal: AbortSignal) {
    const permit = await limiter.enter(signal, deadline);
    const timeout = Math.min(settings.timeout, deadline - clock.now());
    if (!permit || timeout <= 0) return permit?.leave('failed');
    try {
      const reply = await server.complete(body, { timeout, signal });
      if (!('failure' in reply)) {
        answers++;
        permit.leave('taken');
      } else if (reply.failure.kind === 'limited') permit.leave('refused', reply.failure.pause);
      return reply;
    } finally {
      permit.leave('failed');
    }
  }

  /** Asks until there is a turn, or no hope of one. */
  async function act(history: History, options: ActOptions): Promise<Turn | Halt> {
    const { seed, temperature, signal } = options;
    const deadline = deadlineOf(options.episode);
    let tokens = tokensToAsk(history, settings.maxTokens, contextLength);
    if (tokens === undefined) return overflowed(`the last prompt had all of the ${contextLength} tokens that fit.`);
    const messages = prompt.messages(history);
    const answersBefore = answers;
    let refusals = 0;
    let failures = 0;
    let last = '';
    for (;;) {
      const without = new Set(declined);
      const body = requestBody(settings, { messages, tokens, temperature, seed, without });
      const reply = await ask(body, deadline, signal);
      if (!reply) return overtime(last);
      if (!('failure' in reply)) return reply.turn;
      const { failure } = reply;
      last = ` ${failure.message}`;
      if (failure.kind === 'overflow') {
        const shrunk = shrunkTokens(tokens, failure.overflow);
        if (!shrunk) return overflowed(failure.message);
        contextLength ??= shrunk.contextLength;
        tokens = shrunk.tokens;
        continue;
      }
      if (failure.kind === 'unsupported' && !without.has(failure.parameter)) {
        declined.add(failure.parameter);
        continue;
      }
      if (failure.kind === 'limited') refusals++;
      else if (isPassing(failure) && failures < settings.retries) failures++;
      else {
        if (isHopeless(failure, answersBefore)) throw new HumanError(failure.message);
        return halt(failure);
      }
      const pause = failure.pause ?? backOff(failures + refusals, random);
      if (clock.now() + pause >= deadline) return overtime(last);
      await wait(clock, pause, signal);
    }
  }

  function deadlineOf(episode: string): number {
    const deadline = deadlines.get(episode) ?? clock.now() + settings.deadline;
    deadlines.set(episode, deadline);
    return deadline;
  }

  /** Whether a failure concerns every episode; where it might not, whether nobody else has been answered. */
  function isHopeless(failure: Failed, answersBefore: number): boolean {
    if (failure.kind === 'unreachable') return answers === answersBefore;
    return failure.kind === 'configuration' && (failure.wrong !== 'permission' || answers === 0);
  }

  function overtime(last: string): Halt {
    return { halted: 'timeout', message: `The episode took longer than ${settings.deadline / 1000} s.${last}` };
  }

  return {
    name: settings.model,
    deterministic: false,
    act,
    async check(signal) {
      const found = await checkServer(server, { model: settings.model, timeout: settings.timeout, clock, signal });
      contextLength ??= found.contextLength;
    },
    forget(episode) {
      deadlines.delete(episode);
    },
  };
}

function isPassing({ kind }: Failed): boolean {
  return kind === 'passing' || kind === 'late' || kind === 'broken' || kind === 'unreachable';
}

function overflowed(message: string): Halt {
  return { halted: 'context-overflow', message: `The prompt does not fit: ${message}` };
}

function halt({ kind, message }: Failed): Halt {
  if (kind === 'late') return { halted: 'timeout', message };
  return { halted: kind === 'refused' ? 'refusal' : 'policy-error', message };
}
