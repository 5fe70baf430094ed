import { setMaxListeners } from 'node:events';
import { parentPort, workerData } from 'node:worker_threads';
import type { Port } from '../protocol/rpc.ts';
import { serveEpisodeFiles } from './episodeFiles/episodeFilesThread.ts';
import { serveBuiltinEpisodes } from './episodeThreads.ts';
import { serveExpert } from './expertService.ts';
import { serveGradients } from './gradientThreads.ts';
import { portOf, type ThreadData } from './thread.ts';

/** What a worker thread can be: each entry is given the data that the thread was started with, and the line to its starter. */
const kinds: Readonly<Record<string, (data: never, port: Port) => void>> = {
  gradients: serveGradients,
  episodes: serveBuiltinEpisodes,
  episodeFiles: serveEpisodeFiles,
  expert: serveExpert,
};

// Every episode in progress listens to one signal: dozens of listeners are no leak.
setMaxListeners(0);

const { kind, data } = workerData as ThreadData;
kinds[kind]!(data as never, portOf(parentPort!));
