import { fork } from 'node:child_process';
import { join } from 'node:path';
import type { Environment, World } from '../../src/engine/environments/environment.ts';
import { playWith } from '../../src/engine/exploration/episode.ts';
import { explore } from '../../src/engine/exploration/explore.ts';
import type { ExplorationPlan } from '../../src/engine/exploration/plan.ts';
import { openaiPolicy } from '../../src/engine/policies/openai.ts';
import { environmentPrompt } from '../../src/engine/policies/prompt.ts';
import { seeded } from '../../src/engine/random.ts';
import { isComplete, type Task } from '../../src/engine/trajectory/trajectory.ts';
import { httpFetch } from '../../src/node/httpFetch.ts';
import { systemClock } from '../../src/node/systemClock.ts';
import { MemoryStore } from '../engine/exploration/memoryStore.ts';
import type { ServerOptions } from '../server.ts';
import type { BenchRow } from './row.ts';

export const name = 'model servers';

const latency = 200;
const turns = 10;
const concurrency = 64;

/** As wordy as ALFWorld and as quick as can be: what is measured is everything around it. */
const hall: World = {
  name: 'household',
  tasks: async () => [],
  create: (): Environment => ({
    capabilities: { admissible: false, snapshot: false, deterministicReplay: true, expert: false },
    reset: async () => ({
      text: 'You are in the middle of a room. You see a bed 1, a shelf 1 and a shelf 2.\nYour task is to: find a mug.',
    }),
    step: async () => ({
      observation: 'You arrive at the shelf 2. On the shelf 2, you see a mug 1, a pen 2 and a book 1.',
      reward: 0,
      done: false,
      success: false,
      valid: true,
    }),
    snapshot: () => ({}),
    restore() {},
    dispose: async () => {},
  }),
};

function planOf(episodes: number): ExplorationPlan {
  const tasks = Array.from({ length: episodes }, (_, index): Task => {
    return { environment: 'household', split: 'train', id: `t${index}`, instruction: 'find a mug' };
  });
  return { policy: 'm', tasks, rollouts: 1, temperature: 1, maxSteps: turns, maxInvalid: 0, seed: 1 };
}

/** Runs `use` against a server in another process. */
async function withServer<T>(options: ServerOptions, use: (baseURL: string) => Promise<T>): Promise<T> {
  const child = fork(join(import.meta.dirname, 'modelServerChild.ts'), [JSON.stringify(options)]);
  try {
    return await use(await new Promise<string>(resolve => child.once('message', url => resolve(String(url)))));
  } finally {
    child.kill();
  }
}

/** Explores with a model at `baseURL`: seconds taken, processor seconds used by this process, episodes that were lost. */
async function exploration(baseURL: string, episodes: number) {
  const settings = {
    baseURL,
    model: 'm',
    timeout: 10_000,
    deadline: 600_000,
    retries: 6,
    maxTokens: 256,
    stop: ['\nObservation:'],
  };
  const ports = { fetch: httpFetch, clock: systemClock, random: seeded(1), prompt: environmentPrompt('household') };
  const policy = openaiPolicy({ ...settings, concurrency }, ports);
  const [plan, store, { signal }] = [planOf(episodes), new MemoryStore(), new AbortController()];
  const started = performance.now();
  const cpu = process.cpuUsage();
  let lost = 0;
  for await (const event of explore({
    plan,
    store,
    signal,
    concurrency,
    clock: systemClock,
    play: playWith(hall, policy),
  })) {
    if (event.kind === 'episode-finished' && !isComplete(event.trajectory.outcome.ending)) lost++;
  }
  return { seconds: (performance.now() - started) / 1000, cpu: secondsOf(process.cpuUsage(cpu)), lost };
}

function secondsOf({ user, system }: NodeJS.CpuUsage): number {
  return (user + system) / 1e6;
}

/** Processor seconds that the same conversations take with Node's own `fetch` and nothing else. */
async function bareLoop(baseURL: string, episodes: number): Promise<number> {
  const cpu = process.cpuUsage();
  const prompt = environmentPrompt('household');
  const queue = planOf(episodes).tasks.values();
  const lane = async () => {
    for (const task of queue) {
      const messages = prompt.messages({ task, opening: (await hall.create().reset(task, 0)).text, steps: [] });
      for (let turn = 0; turn < turns; turn++) {
        const body = JSON.stringify({
          model: 'm',
          messages,
          temperature: 1,
          max_tokens: 256,
          stop: ['\nObservation:'],
        });
        const headers = { 'content-type': 'application/json' };
        const response = await fetch(`${baseURL}/chat/completions`, { method: 'POST', headers, body });
        const { choices } = (await response.json()) as { choices: { message: { content: string } }[] };
        const { observation } = await hall.create().step('');
        messages.push(
          { role: 'assistant', content: choices[0]!.message.content },
          { role: 'user', content: observation },
        );
      }
    }
  };
  await Promise.all(Array.from({ length: concurrency }, lane));
  return secondsOf(process.cpuUsage(cpu));
}

export async function run(): Promise<BenchRow[]> {
  const episodes = 5 * concurrency;
  const [steady, bare] = await withServer({ latency }, async baseURL => [
    await exploration(baseURL, episodes),
    await bareLoop(baseURL, 2 * concurrency),
  ]);
  const most = concurrency / 2;
  const options = { latency, most, failing: 0.05, retryAfter: { 'retry-after': '1' } };
  const strained = await withServer(options, baseURL => exploration(baseURL, episodes));
  const ideal = (inFlight: number) => (episodes * turns * latency) / 1000 / inFlight;
  const perThousand = (seconds: number, count: number) => (1000 * seconds) / (count * turns);
  return [
    {
      what: `explore ${episodes} episodes of ${turns} turns, ${concurrency} at once, ${latency} ms a turn (${steady.lost} lost)`,
      measured: `${steady.seconds.toFixed(2)} s`,
      baseline: `${ideal(concurrency).toFixed(2)} s, no work but waiting`,
      ratio: ideal(concurrency) / steady.seconds,
      aim: '≥ 0.95',
    },
    {
      what: `the same, 429 above ${most} in flight, 5 % failing (${strained.lost} lost)`,
      measured: `${strained.seconds.toFixed(2)} s`,
      baseline: `${(ideal(most) / 0.95).toFixed(2)} s, ${most} always in flight`,
      ratio: ideal(most) / 0.95 / strained.seconds,
      aim: 'no episode lost',
    },
    {
      what: 'processor time of 1,000 turns, environment and journal included',
      measured: `${perThousand(steady.cpu, episodes).toFixed(2)} s`,
      baseline: `${perThousand(bare, 2 * concurrency).toFixed(2)} s, fetch in a loop`,
      ratio: perThousand(bare, 2 * concurrency) / perThousand(steady.cpu, episodes),
      aim: '< 1 s',
    },
  ];
}
