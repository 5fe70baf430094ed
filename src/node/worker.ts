import { setMaxListeners } from 'node:events';
import { parentPort, workerData } from 'node:worker_threads';
import type { Port } from '../protocol/rpc.ts';
import { portOf, type ThreadData } from './thread.ts';

/** What a thread does, given the data that it was started with and the line to its starter. */
type Serve = (data: never, port: Port) => void;

/** What a worker thread can be. Each loads what it needs and nothing else, so that it answers soon. */
const kinds: Readonly<Record<string, () => Promise<Serve>>> = {
  gradients: async () => (await import('./gradientThreads.ts')).serveGradients,
  episodes: async () => (await import('./episodeThreads.ts')).serveBuiltinEpisodes,
  episodeFiles: async () => (await import('./episodeFiles/episodeFilesThread.ts')).serveEpisodeFiles,
  configurations: async () => (await import('./configurationThread.ts')).serveConfigurations,
  changes: async () => (await import('./changesService.ts')).serveChanges,
  expert: async () => (await import('./expertService.ts')).serveExpert,
};

// Every episode in progress listens to one signal: dozens of listeners are no leak.
setMaxListeners(0);

const { kind, data } = workerData as ThreadData;
void kinds[kind]!().then(serve => serve(data as never, portOf(parentPort!)));
