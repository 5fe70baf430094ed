import type { WorldSettings } from '../engine/environments/environment.ts';
import { worldKind } from '../engine/environments/registry.ts';
import { type EpisodeEvent, type Play, playWith } from '../engine/exploration/episode.ts';
import { EventQueue } from '../engine/exploration/eventQueue.ts';
import type { EpisodeOrder } from '../engine/exploration/plan.ts';
import type { Checkpoint } from '../engine/learner/checkpoint.ts';
import { BuiltinPolicy } from '../engine/policies/builtin.ts';
import { type Port, serve } from '../protocol/rpc.ts';
import { startThread, type Thread } from './thread.ts';
import { worldPorts } from './worldPorts.ts';

/** The built-in model and its world: what each thread opens for itself. */
export interface EpisodeThreadData {
  readonly environment: WorldSettings & { readonly name: string };
  readonly checkpoint: Checkpoint;
}

/** Threads that play episodes. */
export interface EpisodeThreads {
  readonly play: Play;
  /** Ends the threads; episodes in progress are rejected. */
  dispose(): Promise<void>;
}

/** What one thread answers. */
export type EpisodeService = {
  /** Starts an episode, which then runs on by itself. */
  begin(order: EpisodeOrder): Promise<void>;
  /** What has happened in it since the last call, waiting until something has. */
  take(params: { readonly episode: string }): Promise<readonly EpisodeEvent[] | undefined>;
  /** Lets go of it, aborting it if it still runs. */
  end(params: { readonly episode: string }): Promise<void>;
};

/** The thread's side. */
export function serveEpisodes(play: Play, port: Port): void {
  const running = new Map<string, { readonly events: EventQueue<EpisodeEvent>; readonly stop: AbortController }>();
  serve<EpisodeService>(port, {
    async begin(order) {
      const events = new EventQueue<EpisodeEvent>();
      const stop = new AbortController();
      running.set(order.id, { events, stop });
      const run = async () => {
        for await (const event of play(order, stop.signal)) events.push(event);
      };
      run().then(
        () => events.end(),
        error => events.end(error),
      );
    },
    take: async ({ episode }) => running.get(episode)?.events.take(),
    async end({ episode }) {
      running.get(episode)?.stop.abort();
      running.delete(episode);
    },
  });
}

/** What a worker thread does that was started to play episodes. */
export function serveBuiltinEpisodes({ environment, checkpoint }: EpisodeThreadData, port: Port): void {
  const world = worldKind(environment.name).open(environment, worldPorts);
  serveEpisodes(playWith(world, new BuiltinPolicy(checkpoint)), port);
}

/** Plays each episode at the far end that has the fewest in progress. */
export function playAcross(threads: readonly Pick<Thread<EpisodeService>, 'api' | 'during'>[]): Play {
  const places = threads.map(thread => ({ thread, busy: 0 }));
  return async function* play(order, signal) {
    const place = places.reduce((least, other) => (other.busy < least.busy ? other : least));
    const { api, during } = place.thread;
    const episode = order.id;
    place.busy++;
    try {
      await during(() => api.begin(order));
      for (;;) {
        const events = await during(() => api.take({ episode }, signal));
        if (!events) return;
        yield* events;
      }
    } finally {
      place.busy--;
      // A thread that is gone has let go already.
      api.end({ episode }).catch(() => {});
    }
  };
}

/** An episode leaves much behind that lives for a moment only; given more, each thread holds 100 MB of it. */
const youngMegabytes = 12;

/** Starts threads that play episodes of the built-in model. What they give does not depend on how many there are. */
export function episodeThreads(data: EpisodeThreadData, count: number): EpisodeThreads {
  const threads = Array.from({ length: count }, () =>
    startThread<EpisodeService>('episodes', data, { youngMegabytes }),
  );
  return {
    play: playAcross(threads),
    async dispose() {
      await Promise.all(threads.map(thread => thread.close()));
    },
  };
}
