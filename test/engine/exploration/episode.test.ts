import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type EpisodeEvent, playWith } from '../../../src/engine/exploration/episode.ts';
import { noActionObservation } from '../../../src/engine/exploration/episodeState.ts';
import { type EpisodeOrder, ordersOf } from '../../../src/engine/exploration/plan.ts';
import type { ActOptions, Policy } from '../../../src/engine/policies/policy.ts';
import { reactTurn } from '../../../src/engine/policies/react.ts';
import { HumanError } from '../../../src/engine/problem.ts';
import { seedOf } from '../../../src/engine/random.ts';
import type { Trajectory } from '../../../src/engine/trajectory/trajectory.ts';
import { collect } from '../../collect.ts';
import { type CorridorOptions, corridor, corridorPlan } from './corridor.ts';

/** Says these actions one after the other, then halts. */
function scripted(...actions: string[]): Policy & { readonly seen: ActOptions[] } {
  const seen: ActOptions[] = [];
  return {
    name: 'scripted',
    deterministic: true,
    seen,
    async act({ steps }, options) {
      seen.push(options);
      const action = actions[steps.length];
      return action === undefined ? { halted: 'policy-error', message: 'out of ideas' } : reactTurn('', action);
    },
  };
}

/** Task door-0 has its door at place 1: three to the left of the start. */
const [order] = ordersOf(corridorPlan({ temperature: 0.5 })) as [EpisodeOrder];
const solution = ['left', 'left', 'left', 'open'];

async function play(policy: Policy, options: CorridorOptions = {}, more: Partial<EpisodeOrder> = {}) {
  const events = await collect(
    playWith(corridor(options), policy)({ ...order, ...more }, new AbortController().signal),
  );
  const last = events.at(-1);
  assert(last?.kind === 'ended');
  return { events, trajectory: last.trajectory };
}

function recordingOf({ opening, steps }: Trajectory, count: number) {
  return { recorded: { opening, steps: steps.slice(0, count) } };
}

test('an episode is told step by step and ends with its trajectory', async () => {
  const policy = scripted(...solution);
  const { events, trajectory } = await play(policy);
  assert.deepEqual(
    events.map(event => event.kind),
    ['opened', 'stepped', 'stepped', 'stepped', 'stepped', 'ended'],
  );
  assert.deepEqual(trajectory.outcome, { reward: 1, success: true, ending: 'success' });
  assert.deepEqual(
    trajectory.steps.map(step => step.reward),
    [0, 0, 0.5, 1],
  );
  assert.equal(trajectory.id, 'door-0#0');
  assert.deepEqual(trajectory.source, { policy: 'wanderer', seed: 5, rollout: 0, temperature: 0.5 });
  assert.deepEqual(
    policy.seen.map(({ seed }) => seed),
    [0, 1, 2, 3].map(step => seedOf(5, 'door-0', 0, step)),
  );
  assert.deepEqual(policy.seen[0]?.admissible, ['left', 'right']);
});

test('admissible actions are computed only when a policy looks', async () => {
  let computed = 0;
  const environment = Object.assign(corridor().create(), {
    reset: async () => ({
      text: '',
      get admissible() {
        computed++;
        return ['left'];
      },
    }),
  });
  const policy = scripted('left');
  await collect(playWith({ create: () => environment }, policy)(order, new AbortController().signal));
  assert.equal(computed, 0);
  assert.deepEqual(policy.seen[0]?.admissible, ['left']);
});

test('the step limit ends an episode with the reward so far', async () => {
  const { trajectory } = await play(scripted(...solution), {}, { maxSteps: 3 });
  assert.deepEqual(trajectory.outcome, { reward: 0.5, success: false, ending: 'step-limit' });
});

test('done is not success, and success needs reward 1', async () => {
  const world = corridor();
  const environment = world.create();
  const half = {
    create: () =>
      Object.assign(environment, {
        step: async () => ({ observation: 'sold', reward: 0.7, done: true, success: true, valid: true }),
      }),
  };
  const events = await collect(playWith(half, scripted('left'))(order, new AbortController().signal));
  const last = events.at(-1) as Extract<EpisodeEvent, { kind: 'ended' }>;
  assert.deepEqual(last.trajectory.outcome, { reward: 0.7, success: false, ending: 'done' });
});

test('invalid actions in a row end an episode, turns without an action among them; 0 never does', async () => {
  const actions = ['jump', 'left', 'jump', ' ', 'jump', 'left'];
  const { trajectory } = await play(scripted(...actions));
  assert.equal(trajectory.outcome.ending, 'invalid-limit');
  assert.equal(trajectory.outcome.reward, 0);
  assert.deepEqual(
    trajectory.steps.map(step => step.valid),
    [false, true, false, false, false],
  );
  assert.deepEqual(trajectory.steps[3]?.flags, ['no-action']);
  assert.equal(trajectory.steps[3]?.observation, noActionObservation);
  const patient = await play(scripted(...actions), {}, { maxInvalid: 0 });
  assert.equal(patient.trajectory.outcome.ending, 'policy-error');
});

test('a policy that halts ends the episode with its reason and without a reward', async () => {
  const { trajectory } = await play(scripted('left'));
  assert.deepEqual(trajectory.outcome, {
    reward: null,
    success: false,
    ending: 'policy-error',
    message: 'out of ideas',
  });
  assert.equal(trajectory.steps.length, 1);
});

test('an environment that fails ends the episode as its fault', async () => {
  for (const [failsAt, message] of [
    ['reset', /could not be started: no such corridor/],
    ['left', /"left": the corridor collapsed/],
  ] as const) {
    const { trajectory } = await play(scripted('right', 'left'), { failsAt });
    assert.equal(trajectory.outcome.ending, 'environment-error');
    assert.equal(trajectory.outcome.reward, null);
    assert.match(trajectory.outcome.message ?? '', message);
  }
  const { trajectory } = await play(scripted(...solution), { rewardAtDoor: Number.NaN });
  assert.match(trajectory.outcome.message ?? '', /must lie in \[0, 1\], but it is NaN/);
});

test('a recorded episode goes on where it stopped, whatever the point', async () => {
  const whole = (await play(scripted(...solution))).trajectory;
  for (let count = 0; count <= whole.steps.length; count++) {
    const policy = scripted(...solution);
    const { events, trajectory } = await play(policy, {}, recordingOf(whole, count));
    assert.deepEqual(trajectory, whole);
    assert.equal(events.length, whole.steps.length - count + 1);
    assert.equal(policy.seen.length, whole.steps.length - count);
  }
});

test('a changed environment is refused where replay is promised, and played anew where it is not', async () => {
  const whole = (await play(scripted(...solution))).trajectory;
  for (const options of [{ dialect: '(sic)' }, { failsAt: 'left' }, { rewardAtDoor: 0.25 }]) {
    const recorded = recordingOf(whole, 3);
    await assert.rejects(play(scripted(...solution), options, recorded), error => {
      assert(error instanceof HumanError);
      return /"door-0#0"/.test(error.message) && /new folder/.test(error.message);
    });
    const { events, trajectory } = await play(
      scripted(...solution),
      { ...options, deterministicReplay: false },
      recorded,
    );
    assert.equal(events[0]?.kind, 'restarted');
    assert.equal(events[1]?.kind === 'opened' || options.failsAt !== undefined, true);
    assert.deepEqual(trajectory, (await play(scripted(...solution), options)).trajectory);
  }
});

test('an aborted episode rejects with the reason', async () => {
  const abort = new AbortController();
  const act = async () => {
    abort.abort(new Error('stop'));
    return reactTurn('', 'left');
  };
  const policy = { ...scripted(), act };
  await assert.rejects(collect(playWith(corridor(), policy)(order, abort.signal)), /stop/);
});
