import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { MessageChannel } from 'node:worker_threads';
import { worldKind } from '../../src/engine/environments/registry.ts';
import { type Play, playWith } from '../../src/engine/exploration/episode.ts';
import { explore } from '../../src/engine/exploration/explore.ts';
import { type ExplorationPlan, ordersOf } from '../../src/engine/exploration/plan.ts';
import { BuiltinPolicy } from '../../src/engine/policies/builtin.ts';
import { HumanError } from '../../src/engine/problem.ts';
import { type EpisodeService, episodeThreads, playAcross, serveEpisodes } from '../../src/node/episodeThreads.ts';
import { systemClock } from '../../src/node/systemClock.ts';
import { portOf } from '../../src/node/thread.ts';
import { worldPorts } from '../../src/node/worldPorts.ts';
import { connect } from '../../src/protocol/rpc.ts';
import { collect } from '../collect.ts';
import {
  type CorridorOptions,
  corridor,
  corridorPlan,
  type WandererOptions,
  wanderer,
} from '../engine/exploration/corridor.ts';
import { MemoryStore } from '../engine/exploration/memoryStore.ts';
import { untrained } from '../engine/learner/models.ts';

/** What stands in a thread's place: the far end of a real message channel, in this thread. */
function farEnd(t: TestContext, play: Play) {
  const { port1, port2 } = new MessageChannel();
  t.after(() => port1.close());
  serveEpisodes(play, portOf(port1));
  const { api, close } = connect<EpisodeService>(portOf(port2));
  return { api, close, during: <T>(work: () => Promise<T>) => work() };
}

function farEnds(t: TestContext, count: number, options: WandererOptions = {}, world: CorridorOptions = {}) {
  return Array.from({ length: count }, () => farEnd(t, playWith(corridor(world), wanderer(options))));
}

async function explored(
  play: Play,
  store = new MemoryStore(),
  more: Partial<ExplorationPlan> & { readonly signal?: AbortSignal } = {},
) {
  const { signal = new AbortController().signal, ...plan } = more;
  const events = await collect(
    explore({ plan: corridorPlan(plan), play, store, concurrency: 4, signal, clock: systemClock }),
  );
  return { store, events };
}

const [order] = ordersOf(corridorPlan());

test('episodes played across threads give the same bytes', async t => {
  const { store } = await explored(playWith(corridor(), wanderer()));
  for (const count of [1, 2, 3]) {
    const across = await explored(playAcross(farEnds(t, count)));
    assert.equal(across.store.trajectories.text, store.trajectories.text);
  }
});

test('episodes are shared out evenly', async t => {
  const asked = [0, 0];
  const ends = asked.map((_, index) =>
    farEnd(t, async function* play(...of) {
      asked[index]!++;
      yield* playWith(corridor(), wanderer())(...of);
    }),
  );
  await explored(playAcross(ends));
  assert(Math.min(...asked) >= 4, `${asked}`);
});

test('steps arrive while the episode goes on', async t => {
  const { promise, resolve } = Promise.withResolvers<void>();
  const play = playAcross(farEnds(t, 1, { before: ({ step }) => (step === 1 ? promise : undefined) }));
  const kinds: string[] = [];
  for await (const { kind } of play(order!, new AbortController().signal)) {
    kinds.push(kind);
    if (kind === 'stepped') resolve();
  }
  assert.deepEqual(kinds.slice(0, 2), ['opened', 'stepped']);
  assert.equal(kinds.at(-1), 'ended');
});

test('an exploration in threads can be stopped and gone on with', async t => {
  const straight = await explored(playWith(corridor(), wanderer()));
  const store = new MemoryStore();
  const abort = new AbortController();
  let turns = 0;
  const before = () => {
    if (++turns === 20) abort.abort();
  };
  await explored(playAcross(farEnds(t, 2, { before })), store, { signal: abort.signal });
  assert.notEqual(store.trajectories.text, straight.store.trajectories.text);
  await explored(playAcross(farEnds(t, 2)), store);
  assert.equal(store.trajectories.text, straight.store.trajectories.text);
});

test('an abort reaches the far end', async t => {
  const { promise: told, resolve: tell } = Promise.withResolvers<void>();
  const abort = new AbortController();
  const ends = [
    farEnd(t, async function* play(_, signal) {
      yield { kind: 'opened', opening: '' };
      await new Promise(resolve => signal.addEventListener('abort', resolve));
      tell();
    }),
  ];
  const events = collect(playAcross(ends)(order!, abort.signal));
  setTimeout(() => abort.abort(new Error('enough')), 5);
  await assert.rejects(events, /enough/);
  await told;
});

test('what goes wrong at the far end is told here', async t => {
  const before = () => {
    throw new HumanError('The model is gone.');
  };
  await assert.rejects(explored(playAcross(farEnds(t, 2, { before }))), error => error instanceof HumanError);
  const [end] = farEnds(t, 1, { before: () => new Promise(() => {}) });
  const lost = explored(playAcross([end!]));
  setTimeout(() => end!.close(new Error('the thread broke down')), 5);
  await assert.rejects(lost, /broke down/);
});

test('real threads play the built-in model to the bytes that this thread gives', async t => {
  const environment = { name: 'household', seed: 1 };
  const checkpoint = untrained();
  const world = worldKind(environment.name).open(environment, worldPorts);
  const tasks = await world.tasks('train', 6);
  const more = { tasks, maxSteps: 6, maxInvalid: 0, temperature: 1 };
  const here = await explored(playWith(world, new BuiltinPolicy(checkpoint)), new MemoryStore(), more);
  for (const count of [1, 2]) {
    const threads = episodeThreads({ environment, checkpoint }, count);
    t.after(() => threads.dispose());
    const there = await explored(threads.play, new MemoryStore(), more);
    assert.equal(there.store.trajectories.text, here.store.trajectories.text);
  }
  const steps = here.events.filter(event => event.kind === 'step');
  assert.equal(steps.length, 6 * 3 * 6);
});
