import assert from 'node:assert/strict';
import { test } from 'node:test';
import { builtinWorld } from '../../../src/engine/environments/builtin/world.ts';
import { playWith } from '../../../src/engine/exploration/episode.ts';
import { explore } from '../../../src/engine/exploration/explore.ts';
import type { ExplorationPlan } from '../../../src/engine/exploration/plan.ts';
import { openaiPolicy } from '../../../src/engine/policies/openai.ts';
import { environmentPrompt } from '../../../src/engine/policies/prompt.ts';
import { HumanError } from '../../../src/engine/problem.ts';
import { seeded } from '../../../src/engine/random.ts';
import { httpFetch } from '../../../src/node/httpFetch.ts';
import { systemClock } from '../../../src/node/systemClock.ts';
import { collect } from '../../collect.ts';
import { householdModel } from '../../householdModel.ts';
import { type Behaviour, modelServer, type ServerOptions } from '../../server.ts';
import { MemoryStore } from '../exploration/memoryStore.ts';

const world = builtinWorld.open({ seed: 3 }, { readText: () => Promise.reject(new Error()), list: async () => [] });

/** Time runs faster for the policy than for the sockets. */
const haste = 50;
const clock = {
  ...systemClock,
  now: () => systemClock.now() * haste,
  after: (ms: number, callback: () => void) => systemClock.after(ms / haste, callback),
};

async function planOf(tasks: number): Promise<ExplorationPlan> {
  return {
    policy: 'm',
    tasks: await world.tasks('train', tasks),
    rollouts: 2,
    temperature: 1,
    maxSteps: 40,
    maxInvalid: 0,
    seed: 1,
  };
}

/** Explores our household with a model behind a server that misbehaves as told. */
async function exploreWith(options: ServerOptions, concurrency: number, store = new MemoryStore()) {
  const server = await modelServer({ behave: householdModel, ...options });
  const { signal } = new AbortController();
  const settings = {
    baseURL: server.baseURL,
    model: 'm',
    timeout: 10_000,
    deadline: 3_600_000,
    retries: 9,
    maxTokens: 64,
    stop: [],
  };
  const ports = { fetch: httpFetch, clock, random: seeded(1), prompt: environmentPrompt('household') };
  const play = playWith(world, openaiPolicy({ ...settings, concurrency }, ports));
  try {
    const events = explore({ plan: await planOf(6), play, store, concurrency, signal, clock });
    await collect(events);
    return { text: store.trajectories.text, server };
  } finally {
    await server.close();
  }
}

test('a server that refuses, fails, breaks off and lies changes nothing in what is recorded', async () => {
  const clean = await exploreWith({}, 1);
  assert.equal(clean.text.match(/"ending":"success"/g)?.length, 12, clean.text);
  const faults: readonly Behaviour[] = [
    { status: 503, body: 'busy' },
    { reset: '' },
    { reset: '{"choices":' },
    { status: 200, body: '<html>' },
    { status: 200, body: { choices: [] } },
  ];
  const random = seeded(2);
  const strained = await exploreWith(
    {
      most: 4,
      latency: 2,
      retryAfter: { 'retry-after-ms': '100' },
      behave: request => (random.uniform() < 0.2 ? random.pick(faults) : householdModel(request)),
    },
    12,
  );
  assert.ok(strained.server.refused > 0);
  assert.equal(strained.text, clean.text);
});

test('a server that goes away stops the run, which goes on with the next one as if nothing had been', async () => {
  const clean = await exploreWith({}, 1);
  const store = new MemoryStore();
  let answers = 0;
  const behave: ServerOptions['behave'] = request =>
    ++answers > 40 ? { status: 401, body: {} } : householdModel(request);
  await assert.rejects(exploreWith({ behave }, 4, store), HumanError);
  const { text } = await exploreWith({}, 4, new MemoryStore(store.trajectories.text, store.journal.text, store.marker));
  assert.equal(text, clean.text);
});
