import { HumanError } from '../problem.ts';
import { openaiPolicy } from './openai.ts';
import type { Policy } from './policy.ts';
import { environmentPrompt } from './prompt.ts';
import type { PolicyPorts, PolicySettings } from './registry.ts';

type Settings = Extract<PolicySettings, { kind: 'openai' }>;

/** Seconds that an episode may take when nothing is said: an hour, or thirty slow turns. */
function deadlineFor(timeout: number): number {
  return Math.max(3600, 30 * timeout);
}

/** The policy of kind `openai`; the server is not asked anything yet. */
export async function openOpenai(settings: Settings, ports: PolicyPorts): Promise<Policy> {
  const { keyVariable, contextLength, timeout, deadline = deadlineFor(timeout) } = settings;
  const key = keyVariable === undefined ? undefined : readKey(keyVariable, ports.variable(keyVariable));
  const prompt = environmentPrompt(ports.world.name, settings.oneShot ? await ports.example() : undefined);
  return openaiPolicy(
    {
      baseURL: readBaseURL(settings.baseURL),
      model: settings.model,
      maxTokens: settings.maxTokens,
      stop: settings.stop,
      retries: settings.retries,
      timeout: timeout * 1000,
      deadline: deadline * 1000,
      concurrency: ports.concurrency,
      ...(keyVariable !== undefined && { keyVariable }),
      ...(key !== undefined && { key }),
      ...(contextLength !== undefined && { contextLength }),
      ...(settings.logProbabilities && { logProbabilities: true }),
      ...(settings.extra && { extra: { ...settings.extra } }),
    },
    { ...ports, prompt },
  );
}

/** The key in an environment variable. Messages never show it. */
function readKey(variable: string, value: string | undefined): string {
  const key = value?.trim();
  if (!key) {
    throw new HumanError(
      `The environment variable ${variable} is not set: put the server's key into it, or remove policy.keyVariable if the server needs none.`,
    );
  }
  if (!/^[\x21-\x7e]+$/.test(key)) {
    throw new HumanError(`The environment variable ${variable} holds characters that no key has, such as spaces.`);
  }
  return key;
}

/** The address without what people paste too much. Keys in addresses are refused, since addresses are shown and stored. */
function readBaseURL(text: string): string {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (!url || !/^https?:$/.test(url.protocol)) {
    throw new HumanError(`policy.baseURL must be an address such as http://127.0.0.1:8000/v1; it is '${text}'.`);
  }
  if (url.username || url.password || url.search) {
    throw new HumanError(
      'policy.baseURL must not hold a name, a password or a query: put the key into an environment variable and name that in policy.keyVariable.',
    );
  }
  return url.href.replace(/\/+$/, '').replace(/\/chat\/completions$/, '');
}
