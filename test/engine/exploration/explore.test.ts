import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { playWith } from '../../../src/engine/exploration/episode.ts';
import { type ExplorationEvent, explore } from '../../../src/engine/exploration/explore.ts';
import { type ExplorationStatus, explorationStatus } from '../../../src/engine/exploration/marker.ts';
import { type EpisodeOrder, type ExplorationPlan, ordersOf } from '../../../src/engine/exploration/plan.ts';
import type { Policy } from '../../../src/engine/policies/policy.ts';
import { HumanError } from '../../../src/engine/problem.ts';
import { seeded } from '../../../src/engine/random.ts';
import { systemClock } from '../../../src/node/systemClock.ts';
import { type CorridorOptions, corridor, corridorPlan, wanderer } from './corridor.ts';
import { MemoryStore } from './memoryStore.ts';

interface RunOptions {
  readonly store?: MemoryStore;
  readonly plan?: ExplorationPlan;
  readonly policy?: Policy;
  readonly world?: CorridorOptions;
  readonly concurrency?: number;
  readonly signal?: AbortSignal;
  readonly onEvent?: (event: ExplorationEvent) => void;
}

/** Explores to the end; gives the store, the events and the status. */
async function run(options: RunOptions = {}) {
  const { store = new MemoryStore(), plan = corridorPlan(), policy = wanderer(), concurrency = 3 } = options;
  const generator = explore({
    plan,
    store,
    concurrency,
    play: playWith(corridor(options.world), policy),
    signal: options.signal ?? new AbortController().signal,
    clock: systemClock,
  });
  const events: ExplorationEvent[] = [];
  let status: ExplorationStatus | undefined;
  while (!status) {
    const next = await generator.next();
    if (next.done) status = next.value;
    else {
      events.push(next.value);
      options.onEvent?.(next.value);
    }
  }
  return { store, events, status };
}

/** A wanderer whose turns take different times, so that episodes overtake each other. */
function slowWanderer(seed = 1): Policy {
  const random = seeded(seed);
  return wanderer({
    before: async () => {
      for (let turns = random.below(6); turns > 0; turns--) await new Promise(resolve => setImmediate(resolve));
    },
  });
}

const ids = (orders: readonly EpisodeOrder[]) => orders.map(({ id }) => id);
const storedIds = (store: MemoryStore) =>
  store.trajectories.text
    .split('\n')
    .slice(0, -1)
    .map(line => JSON.parse(line).trajectory_id);

const whole = await run();

test('every rollout of every task is stored in canonical order', () => {
  assert.deepEqual(storedIds(whole.store), ids(ordersOf(corridorPlan())));
  assert.deepEqual(whole.status, { status: 'complete', done: 12, total: 12 });
  const sources = whole.store.trajectories.text
    .trim()
    .split('\n')
    .map(line => JSON.parse(line).extra.contrail.source);
  assert.deepEqual(
    sources.slice(0, 3).map(({ temperature }) => temperature),
    [0, 1, 1],
  );
});

test('the wanderer shows the whole range of endings', () => {
  for (const word of [
    '"success"',
    '"step-limit"',
    '"invalid-limit"',
    '"refusal"',
    'No action was found',
    '"final_metrics"',
  ])
    assert(whole.store.trajectories.text.includes(word), word);
});

test('the same bytes at any concurrency', async () => {
  for (const concurrency of [1, 2, 5, 64]) {
    const { store, status } = await run({ concurrency, policy: slowWanderer(concurrency) });
    assert.equal(store.trajectories.text, whole.store.trajectories.text);
    assert.deepEqual(store.marker, whole.store.marker);
    assert.equal(status.status, 'complete');
  }
});

test('events tell the story, counts included', () => {
  const [started, ...events] = whole.events;
  assert.deepEqual(started, { kind: 'started', done: 0, total: 12 });
  const finished = events.filter(event => event.kind === 'episode-finished');
  assert.deepEqual(
    finished.map(({ done }) => done),
    Array.from({ length: 12 }, (_, index) => index + 1),
  );
  for (const { trajectory } of finished) {
    const steps = events.filter(event => event.kind === 'step' && event.episode === trajectory.id);
    assert.equal(steps.length, trajectory.steps.length);
  }
});

test('no more episodes at once than asked for', async () => {
  let playing = 0;
  let most = 0;
  await run({
    concurrency: 4,
    policy: slowWanderer(),
    onEvent(event) {
      if (event.kind === 'episode-started') most = Math.max(most, ++playing);
      if (event.kind === 'episode-finished') playing--;
    },
  });
  assert.equal(most, 4);
});

test('stopped at any step and resumed, the bytes are the same and no turn is asked for twice', async () => {
  for (let stopAt = 0; stopAt < whole.events.length; stopAt += 3) {
    const asked = new Set<string>();
    const policy = wanderer({
      before({ episode, step }) {
        const turn = `${episode}/${step}`;
        assert(!asked.has(turn), turn);
        asked.add(turn);
      },
    });
    const abort = new AbortController();
    const store = new MemoryStore();
    let count = 0;
    const onEvent = () => {
      if (count++ === stopAt) abort.abort();
    };
    await run({ store, signal: abort.signal, policy, onEvent });
    const status = await explorationStatus(store);
    assert.deepEqual(status, { status: JSON.parse(store.marker!).status, done: storedIds(store).length, total: 12 });
    await run({ store, policy: wanderer() });
    assert.equal(store.trajectories.text, whole.store.trajectories.text);
    assert.deepEqual(store.marker, whole.store.marker);
  }
});

test('journal and trajectories cut anywhere, the exploration resumes to the same bytes', async () => {
  const { journal, trajectories, marker } = whole.store;
  const cut = (text: string) => fc.oneof(fc.integer({ min: 0, max: text.length }), fc.constant(text.length));
  await fc.assert(
    fc.asyncProperty(cut(journal.text), cut(trajectories.text), fc.boolean(), async (journaled, stored, marked) => {
      const begun = marker!.replace('complete', 'partial');
      const store = new MemoryStore(
        trajectories.text.slice(0, stored),
        journal.text.slice(0, journaled),
        marked ? marker : begun,
      );
      const { status } = await run({ store });
      assert.equal(store.trajectories.text, trajectories.text);
      assert.deepEqual(store.marker, marker);
      assert.deepEqual(status, whole.status);
    }),
    { numRuns: 150 },
  );
});

test('a finished exploration is not played again', async () => {
  const policy = wanderer({ before: () => assert.fail('asked for a turn') });
  const { events, status } = await run({ store: whole.store, policy });
  assert.deepEqual(events, [{ kind: 'started', done: 12, total: 12 }]);
  assert.deepEqual(status, whole.status);
});

test('a changed plan is refused and the change named', async () => {
  const cases: readonly [Partial<ExplorationPlan>, RegExp][] = [
    [{ maxSteps: 9 }, /maxSteps: 8 → 9/],
    [{ temperature: 0.5 }, /temperature: \[0,1\] → 0.5/],
    [{ tasks: corridorPlan().tasks.slice(1) }, /tasks\.door-0: .* → absent/],
    [{ tasks: corridorPlan().tasks.toReversed() }, /the order of the tasks/],
    [{ setup: { checkpoint: 'abc' } }, /setup: absent → \{"checkpoint":"abc"\}/],
  ];
  for (const [change, message] of cases) {
    const { journal, marker } = whole.store;
    const store = new MemoryStore('', journal.text, marker);
    await assert.rejects(run({ store, plan: corridorPlan(change) }), error => {
      assert(error instanceof HumanError);
      assert.match(error.message, message);
      return /new folder/.test(error.message);
    });
    assert.equal(store.journal.text, journal.text);
    await assert.rejects(
      run({ store: new MemoryStore('', '', marker), plan: corridorPlan(change) }),
      /another configuration/,
    );
  }
});

test('what no exploration wrote is left alone', async () => {
  const { trajectories, journal, marker } = whole.store;
  await assert.rejects(run({ store: new MemoryStore(trajectories.text) }), /not known how/);
  const lines = trajectories.text.split('\n');
  const swapped = [lines[1], lines[0], ...lines.slice(2)].join('\n');
  await assert.rejects(
    run({ store: new MemoryStore(swapped, journal.text, marker) }),
    /:1: expected the episode "door-0#0", but found "door-0#1"/,
  );
  const torn = trajectories.text.replace('"steps"', 'steps');
  await assert.rejects(run({ store: new MemoryStore(torn, journal.text, marker) }), /:1: .*cannot stand here/);
  const longer = `${trajectories.text}${lines[0]}\n`;
  await assert.rejects(run({ store: new MemoryStore(longer, journal.text, marker) }), /:13: expected no more episodes/);
  const damaged = journal.text.replace('"step_id":2', '"step_id":3');
  await assert.rejects(run({ store: new MemoryStore('', damaged, marker) }), /journal is damaged: .*Expected 2/);
});

test('a task listed twice is refused', async () => {
  const [first] = corridorPlan().tasks;
  await assert.rejects(run({ plan: corridorPlan({ tasks: [first!, first!] }) }), /"door-0" is listed twice/);
});

test('a disk that is full stops everything with its own error, and what was stored is neither lost nor doubled', async () => {
  for (const file of ['journal', 'trajectories'] as const) {
    for (let room = 0; room < 12; room += 2) {
      const store = new MemoryStore();
      let left = room;
      store[file].fault = () => (left-- > 0 ? undefined : new HumanError('The disk is full.'));
      await assert.rejects(run({ store, policy: slowWanderer() }), /disk is full/);
      store[file].fault = undefined;
      await run({ store });
      assert.equal(store.trajectories.text, whole.store.trajectories.text);
    }
  }
});

test('a policy that cannot go on stops the exploration; the episode stays owed', async () => {
  const store = new MemoryStore();
  let turns = 0;
  const before = () => {
    if (++turns > 7) throw new HumanError('The server is gone.');
  };
  await assert.rejects(run({ store, policy: wanderer({ before }) }), /server is gone/);
  assert.equal((await explorationStatus(store))?.status, 'partial');
  await run({ store });
  assert.equal(store.trajectories.text, whole.store.trajectories.text);
});

test('an environment that forgets restarts its half episodes with a notice', async () => {
  const abort = new AbortController();
  const world = { deterministicReplay: false };
  const store = new MemoryStore();
  const onEvent = (event: ExplorationEvent) => {
    if (event.kind === 'step' && event.index === 2) abort.abort();
  };
  await run({ store, signal: abort.signal, world: { ...world, dialect: 'of old' }, onEvent });
  const { events } = await run({ store, world });
  assert(events.some(event => event.kind === 'episode-restarted' && /the opening is now/.test(event.reason)));
  assert.match(store.journal.text, /"restarted"/);
  const again = new MemoryStore('', store.journal.text, store.marker);
  await run({ store: again, world });
  assert.equal(again.trajectories.text, store.trajectories.text);
});

test('timers get their turn while episodes wait for nothing', async () => {
  const abort = new AbortController();
  const tasks = Array.from({ length: 5000 }, (_, index) => ({ ...corridorPlan().tasks[0]!, id: `door-${index}` }));
  setTimeout(() => abort.abort(), 10);
  const { status } = await run({ plan: corridorPlan({ tasks }), signal: abort.signal });
  assert.equal(status.status, 'partial');
});

test('a consumer that leaves ends the work', async () => {
  const store = new MemoryStore();
  const generator = explore({
    plan: corridorPlan(),
    store,
    concurrency: 2,
    play: playWith(corridor(), slowWanderer()),
    signal: new AbortController().signal,
    clock: systemClock,
  });
  for await (const event of generator) if (event.kind === 'step') break;
  const { text } = store.journal;
  await new Promise(resolve => setTimeout(resolve, 20));
  assert.equal(store.journal.text, text);
});
