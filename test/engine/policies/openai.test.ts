import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Clock } from '../../../src/engine/policies/clock.ts';
import { type OpenaiSettings, openaiPolicy } from '../../../src/engine/policies/openai.ts';
import type { ActOptions, Halt } from '../../../src/engine/policies/policy.ts';
import { chatPrompt } from '../../../src/engine/policies/prompt.ts';
import { HumanError } from '../../../src/engine/problem.ts';
import { seeded } from '../../../src/engine/random.ts';
import type { History, Step, Turn } from '../../../src/engine/trajectory/trajectory.ts';
import { httpFetch } from '../../../src/node/httpFetch.ts';
import { type Behaviour, type ModelServer, modelServer, type ServerOptions } from '../../server.ts';

/** Time runs this much faster for the policy than for the sockets. */
const haste = 20;

let skipped = 0;

const clock: Clock = {
  now: () => performance.now() * haste + skipped,
  date: () => Date.now(),
  after(ms, callback) {
    const timer = setTimeout(callback, ms / haste);
    return () => clearTimeout(timer);
  },
};

const prompt = chatPrompt({ instruction: 'Play.' });
const task = { environment: 'toy', split: 'train', id: 't1', instruction: 'find it' } as const;
const history: History = { task, opening: 'You are in a room.', steps: [] };
const options: ActOptions = {
  episode: 'e',
  seed: 4_000_000_000,
  temperature: 0.5,
  signal: new AbortController().signal,
};
const key = 'sk-very-secret-1234';

function policyFor(baseURL: string, settings: Partial<OpenaiSettings> = {}) {
  const defaults = {
    baseURL,
    model: 'm',
    timeout: 10_000,
    deadline: 100_000,
    retries: 3,
    maxTokens: 256,
    stop: ['\nObservation:'],
    concurrency: 8,
  };
  return openaiPolicy({ ...defaults, ...settings }, { fetch: httpFetch, clock, random: seeded(1), prompt });
}

/** Runs `use` with a server that treats its requests in turn as listed, the last item being repeated. */
async function withServer(
  behaviours: readonly Behaviour[] | ServerOptions,
  use: (server: ModelServer) => Promise<void>,
): Promise<void> {
  const scripted =
    'at' in behaviours
      ? { behave: (_: unknown, index: number) => behaviours[Math.min(index, behaviours.length - 1)] ?? '' }
      : behaviours;
  const server = await modelServer(scripted);
  try {
    await use(server);
  } finally {
    await server.close();
  }
}

function failing(status: number, headers: Record<string, string> = {}): Behaviour {
  return { status, body: { error: { message: 'because' } }, headers };
}

function halt(turn: Turn | Halt): Halt {
  assert.ok('halted' in turn, JSON.stringify(turn));
  return turn;
}

test('asks for a turn with the prompt, the sampling and a seed that every server takes', () =>
  withServer(['Thought: Hm.\nAction: look'], async server => {
    const turn = await policyFor(server.baseURL, { extra: { top_k: -1 } }).act(history, options);
    assert.deepEqual(turn, {
      thought: 'Hm.',
      action: 'look',
      text: 'Thought: Hm.\nAction: look',
      usage: { promptTokens: 8, completionTokens: 7 },
      flags: [],
    });
    assert.deepEqual(server.requests, [
      {
        model: 'm',
        messages: prompt.messages(history),
        temperature: 0.5,
        max_tokens: 256,
        top_p: 1,
        seed: 4_000_000_000 & 0x7fffffff,
        stop: ['\nObservation:'],
        top_k: -1,
      },
    ]);
  }));

test('sends the key it was given and nothing from the environment; none when there is none', () =>
  withServer(['Action: look'], async server => {
    process.env['OPENAI_API_KEY'] = 'sk-from-the-environment';
    process.env['OPENAI_ORG_ID'] = 'org-from-the-environment';
    await policyFor(server.baseURL, { key }).act(history, options);
    await policyFor(server.baseURL).act(history, options);
    delete process.env['OPENAI_API_KEY'];
    delete process.env['OPENAI_ORG_ID'];
    assert.deepEqual(
      server.headers.map(headers => headers.authorization),
      [`Bearer ${key}`, undefined],
    );
    assert.ok(!JSON.stringify(server.headers).includes('from-the-environment'));
  }));

for (const [name, behaviour] of Object.entries({
  '408': failing(408),
  '409': failing(409),
  '429': failing(429),
  '500': failing(500),
  '503': failing(503),
  'a reset before the answer': { reset: '' },
  'a reset within the answer': { reset: '{"choices":[' },
  'a server that hangs before headers': { hang: '' },
  'a server that hangs within the answer': { hang: '{"choices":[' },
  'HTML with status 200': { status: 200, body: '<html>Welcome</html>' },
  'no choices': { status: 200, body: { choices: [] } },
  'an impossible status': { status: 999, body: {} },
  'an error with status 200': { status: 200, body: { error: { code: 502, message: 'provider' } } },
} satisfies Record<string, Behaviour>)) {
  test(`asks again after ${name}`, () =>
    withServer([behaviour, behaviour, 'Action: look'], async server => {
      const timeout = name.includes('hangs') ? 2000 : 10_000;
      const turn = await policyFor(server.baseURL, { timeout }).act(history, options);
      assert.equal('action' in turn && turn.action, 'look');
      assert.ok(server.requests.length >= 3);
    }));
}

for (const [name, behaviour, halted, message] of [
  ['failures', failing(500), 'policy-error', /500.*because/],
  ['resets', { reset: '' }, 'policy-error', /broke/],
  ['silence', { hang: '' }, 'timeout', /within 2 s/],
  ['lies', { status: 200, body: '<title>Hi</title>' }, 'policy-error', /other than JSON: Hi/],
] satisfies readonly (readonly [string, Behaviour, string, RegExp])[]) {
  test(`gives up after so many ${name}, saying why`, () =>
    withServer([behaviour], async server => {
      const end = halt(await policyFor(server.baseURL, { retries: 1, timeout: 2000 }).act(history, options));
      assert.equal(end.halted, halted);
      assert.match(end.message, message);
      assert.equal(server.requests.length, 2);
    }));
}

test('does not ask again after other statuses, or when told not to', () =>
  withServer([failing(400), failing(500, { 'x-should-retry': 'false' })], async server => {
    const policy = policyFor(server.baseURL);
    for (const requests of [1, 2]) {
      assert.equal(halt(await policy.act(history, options)).halted, 'policy-error');
      assert.equal(server.requests.length, requests);
    }
  }));

for (const [name, headers] of Object.entries({
  seconds: () => ({ 'retry-after': '4' }),
  milliseconds: () => ({ 'retry-after-ms': '4000' }),
  'a date': () => ({ 'retry-after': new Date(Date.now() + 4999).toUTCString() }),
})) {
  test(`leaves a server alone for as long as it asks: ${name}`, () => {
    const behave = (_: unknown, index: number) => (index === 0 ? failing(429, headers()) : 'Action: look');
    return withServer({ behave }, async ({ baseURL, times }) => {
      await policyFor(baseURL).act(history, options);
      assert.ok(times[1]! - times[0]! >= 3950 / haste, `${times}`);
    });
  });
}

test('a refusal for too many requests is never the end, only the deadline is', () =>
  withServer([failing(429)], async server => {
    const end = halt(await policyFor(server.baseURL, { retries: 0, deadline: 8000 }).act(history, options));
    assert.equal(end.halted, 'timeout');
    assert.match(end.message, /8 s.*429/);
    assert.ok(server.requests.length > 2);
  }));

test('the deadline counts from the first turn of an episode until it is forgotten', () =>
  withServer(['Action: look', { hang: '' }, 'Action: look'], async server => {
    const policy = policyFor(server.baseURL);
    assert.equal('action' in (await policy.act(history, options)), true);
    skipped += 100_000;
    assert.equal(halt(await policy.act(history, options)).halted, 'timeout');
    assert.equal('action' in (await policy.act(history, { ...options, episode: 'another' })), true);
    policy.forget?.(options.episode);
    assert.equal('action' in (await policy.act(history, options)), true);
  }));

test('stops at once when told to, with the reason', () =>
  withServer([{ hang: '' }], async server => {
    const controller = new AbortController();
    const policy = policyFor(server.baseURL, { concurrency: 1 });
    const acts = [1, 2].map(episode =>
      policy.act(history, { ...options, episode: `${episode}`, signal: controller.signal }),
    );
    setTimeout(() => controller.abort(new Error('enough')), 20);
    for (const act of acts) await assert.rejects(act, /enough/);
    await assert.rejects(policy.act(history, { ...options, signal: controller.signal }), /enough/);
  }));

test('a context that overflows is the end of the episode', () =>
  withServer({ contextLength: 20 }, async server => {
    const long = { ...history, opening: 'You are in a very large room. '.repeat(20) };
    const end = halt(await policyFor(server.baseURL).act(long, options));
    assert.equal(end.halted, 'context-overflow');
    assert.match(end.message, /maximum context length is 20 tokens/);
  }));

test('asks for fewer tokens where the server says that there is less room, and remembers', () =>
  withServer({ contextLength: 100 }, async server => {
    const policy = policyFor(server.baseURL);
    const turn = await policy.act(history, options);
    assert.ok('action' in turn);
    const step: Step = { ...turn, observation: 'A lamp.', reward: 0, valid: true };
    await policy.act({ ...history, steps: [step] }, options);
    assert.deepEqual(
      server.requests.map(({ max_tokens }) => max_tokens),
      [256, 92, 100 - 8 - 7 - 16],
    );
  }));

test('a prompt that filled the context cannot grow, even if its server would not say so', () =>
  withServer(['Action: look'], async server => {
    const usage = { promptTokens: 2048, completionTokens: 3 };
    const step: Step = {
      thought: '',
      action: 'look',
      text: 'Action: look',
      usage,
      flags: [],
      observation: '',
      reward: 0,
      valid: true,
    };
    const policy = policyFor(server.baseURL, { contextLength: 2048 });
    assert.equal(halt(await policy.act({ ...history, steps: [step] }, options)).halted, 'context-overflow');
    assert.equal(server.requests.length, 0);
  }));

test('leaves out what the server does not take, from then on', () => {
  const unsupported = (param: string): Behaviour => ({
    status: 400,
    body: { error: { message: `Unsupported parameter: '${param}'`, param } },
  });
  return withServer([unsupported('max_tokens'), unsupported('stop'), 'Action: look\nObservation: x'], async server => {
    const policy = policyFor(server.baseURL);
    const turn = await policy.act(history, options);
    assert.deepEqual('flags' in turn && turn.flags, ['invented-observation']);
    await policy.act(history, options);
    const last = server.requests.at(-1)!;
    assert.deepEqual([last['max_tokens'], last['max_completion_tokens'], last['stop']], [undefined, 256, undefined]);
    assert.equal(server.requests.length, 4);
  });
});

test('what the server does not take is learned once for all who asked at the same time', () => {
  const behave: ServerOptions['behave'] = ({ seed }) =>
    seed === undefined
      ? 'Action: look'
      : { status: 422, body: { detail: [{ loc: ['seed'], msg: 'Extra inputs are not permitted' }] } };
  return withServer({ behave, latency: 10 }, async server => {
    const policy = policyFor(server.baseURL);
    const acts = Array.from({ length: 8 }, (_, index) => policy.act(history, { ...options, episode: `${index}` }));
    for (const turn of await Promise.all(acts)) assert.ok('action' in turn, JSON.stringify(turn));
  });
});

test('refusals of the model and of its provider', () =>
  withServer(
    [
      { message: { content: null, refusal: 'No.' } },
      { status: 400, body: { error: { code: 'content_filter', message: 'x' } } },
    ],
    async server => {
      const policy = policyFor(server.baseURL);
      assert.equal(halt(await policy.act(history, options)).halted, 'refusal');
      assert.equal(halt(await policy.act(history, options)).halted, 'refusal');
    },
  ));

test('what is wrong with every request stops the run, so that no episode is lost', () =>
  withServer([failing(403), failing(404), 'Action: look', failing(403), failing(401)], async server => {
    const policy = policyFor(server.baseURL);
    await assert.rejects(policy.act(history, options), HumanError);
    await assert.rejects(policy.act(history, options), new RegExp(`${server.baseURL}.*policy.baseURL`));
    assert.equal('action' in (await policy.act(history, options)), true);
    assert.equal(halt(await policy.act(history, options)).halted, 'policy-error');
    await assert.rejects(policy.act(history, options), HumanError);
  }));

test('a server that goes away stops the run, so that no episode is lost', async () => {
  const server = await modelServer();
  const policy = policyFor(server.baseURL, { retries: 1 });
  await policy.act(history, options);
  await server.close();
  await assert.rejects(policy.act(history, options), /nothing listens there; is the server running\? \(ECONNREFUSED\)/);
});

test('the key is never in a message, not even if the server echoes it', () =>
  withServer(
    [
      { status: 400, body: `You sent Bearer ${key}` },
      { status: 200, body: `Bearer ${key}` },
    ],
    async server => {
      const policy = policyFor(server.baseURL, { key, keyVariable: 'MY_KEY', retries: 0 });
      for (const act of [policy.act(history, options), policy.act(history, options)]) {
        const { message } = halt(await act);
        assert.match(message, /Bearer …/);
      }
    },
  ));

test('64 episodes at once, half of them too many, one in ten failing: every one is answered', () =>
  withServer({ latency: 40, most: 32, retryAfter: { 'retry-after': '1' }, failing: 0.1 }, async server => {
    const policy = policyFor(server.baseURL, { concurrency: 64, retries: 6 });
    const episodes = Array.from({ length: 64 }, async (_, index) => {
      for (let turn = 0; turn < 4; turn++) {
        const reply = await policy.act(history, { ...options, episode: `${index}` });
        assert.ok('action' in reply, JSON.stringify(reply));
      }
    });
    await Promise.all(episodes);
    assert.ok(server.refused > 0 && server.refused <= 40, `${server.refused}`);
  }));
