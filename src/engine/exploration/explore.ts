import { hashOf } from '../configuration/canonical.ts';
import type { Clock } from '../policies/clock.ts';
import type { Step, Task, Trajectory } from '../trajectory/trajectory.ts';
import { Breather } from './breather.ts';
import type { EpisodeEvent, Play } from './episode.ts';
import { EventQueue } from './eventQueue.ts';
import { journalLine } from './journal.ts';
import { openLanes } from './lanes.ts';
import { type ExplorationStatus, writeMarker } from './marker.ts';
import { OrderedOutput } from './orderedOutput.ts';
import { type EpisodeOrder, type ExplorationPlan, ordersOf } from './plan.ts';
import { resume } from './resume.ts';
import type { ExplorationStore } from './store.ts';

/** What happens during an exploration; `done` and `total` count episodes. */
export type ExplorationEvent =
  | { readonly kind: 'started'; readonly done: number; readonly total: number }
  /** `replayed` steps are taken from the journal of an earlier process. */
  | {
      readonly kind: 'episode-started';
      readonly episode: string;
      readonly task: Task;
      readonly rollout: number;
      readonly replayed: number;
    }
  | { readonly kind: 'step'; readonly episode: string; readonly index: number; readonly step: Step }
  | { readonly kind: 'episode-restarted'; readonly episode: string; readonly reason: string }
  | {
      readonly kind: 'episode-finished';
      readonly trajectory: Trajectory;
      readonly done: number;
      readonly total: number;
    };

export interface Exploration {
  readonly plan: ExplorationPlan;
  readonly play: Play;
  readonly store: ExplorationStore;
  /** Episodes that are played at once. Results do not depend on it. */
  readonly concurrency: number;
  readonly signal: AbortSignal;
  readonly clock: Clock;
}

/**
 * Plays every episode of a plan that is not stored yet. Each step is journaled before the policy is asked for the next,
 * finished trajectories are stored in canonical order: whenever this ends, calling it again goes on from there and
 * gives the bytes that an uninterrupted run gives. Aborting ends it early with the status `partial`; an error in any
 * episode ends the others and is thrown.
 */
export async function* explore(exploration: Exploration): AsyncGenerator<ExplorationEvent, ExplorationStatus, void> {
  const { plan, store, concurrency, signal } = exploration;
  const orders = ordersOf(plan);
  const total = orders.length;
  const { stored, episodes } = await resume(store, plan, orders);
  const output = new OrderedOutput(store.trajectories, stored);
  const todo: Todo[] = [];
  for (const [index, order] of orders.entries()) {
    if (index < stored) continue;
    const recorded = episodes.get(order.id);
    if (recorded?.outcome) output.add(index, { ...order, ...recorded, outcome: recorded.outcome });
    else todo.push({ index, order: recorded ? { ...order, recorded } : order });
  }
  let done = total - todo.length;
  yield { kind: 'started', done, total };

  const queue = new EventQueue<ExplorationEvent>();
  const breather = new Breather(exploration.clock);
  const lanes = openLanes(todo, { width: concurrency, signal }, async ({ index, order }, either) => {
    for await (const event of playJournaled(exploration, order, either)) {
      if (event.kind === 'ended') {
        output.add(index, event.trajectory);
        queue.push({ kind: 'episode-finished', trajectory: event.trajectory, done: ++done, total });
      } else queue.push(event);
      await breather.pause();
    }
  });
  lanes.ended.then(
    () => queue.end(),
    error => queue.end(error),
  );
  try {
    yield* queue.events();
  } finally {
    lanes.stop();
    await lanes.ended.catch(() => {});
  }
  if (output.written < total) return { status: 'partial', done: output.written, total };
  const bytes = store.trajectories.size();
  await writeMarker(store, { status: 'complete', total, plan: hashOf(plan), bytes });
  return { status: 'complete', done: total, total };
}

interface Todo {
  /** Place in the canonical order. */
  readonly index: number;
  readonly order: EpisodeOrder;
}

/** Plays one episode and journals what happens before anyone else learns of it. */
async function* playJournaled(
  { play, store, clock }: Exploration,
  order: EpisodeOrder,
  signal: AbortSignal,
): AsyncGenerator<ExplorationEvent | Extract<EpisodeEvent, { kind: 'ended' }>, void, void> {
  const { id: episode, task, source, recorded } = order;
  let index = recorded?.steps.length ?? 0;
  yield { kind: 'episode-started', episode, task, rollout: source.rollout, replayed: index };
  for await (const event of play(order, signal)) {
    store.journal.append(journalLine({ episode, at: clock.date() }, event, index));
    if (event.kind === 'stepped') yield { kind: 'step', episode, index: index++, step: event.step };
    else if (event.kind === 'ended') yield event;
    else if (event.kind === 'restarted') {
      index = 0;
      yield { kind: 'episode-restarted', episode, reason: event.reason };
    }
  }
}
