import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { World } from '../../../src/engine/environments/environment.ts';
import { openPolicy, type PolicyPorts, type PolicySettings } from '../../../src/engine/policies/registry.ts';
import { HumanError } from '../../../src/engine/problem.ts';
import { seeded } from '../../../src/engine/random.ts';
import type { History } from '../../../src/engine/trajectory/trajectory.ts';
import { httpFetch } from '../../../src/node/httpFetch.ts';
import { systemClock } from '../../../src/node/systemClock.ts';
import { modelServer } from '../../server.ts';

const task = { environment: 'household', split: 'train', id: 't', instruction: 'x' } as const;
const example: History = {
  task,
  opening: 'An example room.',
  steps: [
    { thought: '', action: 'look', text: 'Action: look', flags: [], observation: 'Done.', reward: 1, valid: true },
  ],
};

const world = { name: 'household' } as World;

function ports(variables: Readonly<Record<string, string>> = {}): PolicyPorts {
  return {
    world,
    concurrency: 4,
    fetch: httpFetch,
    clock: systemClock,
    random: seeded(1),
    variable: name => variables[name],
    trajectories: async () => [],
    example: async () => example,
  };
}

type OpenaiSettings = Extract<PolicySettings, { kind: 'openai' }>;

function settings(more: Partial<OpenaiSettings> = {}): OpenaiSettings {
  const base = {
    kind: 'openai',
    baseURL: 'http://127.0.0.1:1/v1',
    model: 'm',
    timeout: 5,
    retries: 0,
    maxTokens: 64,
    stop: [],
  } as const;
  return { ...base, stop: [], oneShot: false, logProbabilities: false, ...more };
}

test('the key comes from the variable that is named, without the line end that shells leave', async () => {
  const server = await modelServer();
  const named = settings({ baseURL: `${server.baseURL}/chat/completions/`, keyVariable: 'MY_KEY', oneShot: true });
  const policy = await openPolicy(named, ports({ MY_KEY: 'sk-1234\n' }));
  const options = { episode: 'e', seed: 1, temperature: 0, signal: new AbortController().signal };
  const turn = await policy.act({ task, opening: 'A room.', steps: [] }, options);
  await server.close();
  assert.equal('action' in turn && turn.action, 'look', JSON.stringify(turn));
  assert.equal(server.headers[0]?.authorization, 'Bearer sk-1234');
  const contents = server.requests[0]?.messages.slice(1).map(({ content }) => content);
  assert.deepEqual(contents, ['OK.', 'An example room.', 'Action: look', 'A room.']);
});

for (const [what, more, variables, message] of [
  ['a variable that is not set', { keyVariable: 'MY_KEY' }, {}, /MY_KEY is not set/],
  ['an empty variable', { keyVariable: 'MY_KEY' }, { MY_KEY: ' \n' }, /MY_KEY is not set/],
  ['a key that no header can hold', { keyVariable: 'MY_KEY' }, { MY_KEY: 'sk-12 ü34' }, /MY_KEY holds characters/],
  ['an address that is none', { baseURL: 'localhost:8000' }, {}, /policy\.baseURL must be an address/],
  ['a password in the address', { baseURL: 'http://me:sk-1234@host/v1' }, {}, /must not hold a name, a password/],
] satisfies readonly (readonly [string, Partial<OpenaiSettings>, Record<string, string>, RegExp])[]) {
  test(`${what} is an error, and no key is shown`, async () => {
    await assert.rejects(openPolicy(settings(more), ports(variables)), (error: Error) => {
      assert.ok(error instanceof HumanError);
      assert.match(error.message, message);
      assert.ok(!error.message.includes('sk-12'));
      return true;
    });
  });
}

test('a world without an expert says so', async () => {
  await assert.rejects(openPolicy({ kind: 'expert', oracle: false }, ports()), /'household' has no expert/);
});
