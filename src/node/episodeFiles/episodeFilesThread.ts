import type { EpisodeFiles } from '../../protocol/episodeFiles.ts';
import { type Port, serve } from '../../protocol/rpc.ts';
import { startThread, type Thread } from '../thread.ts';
import { EpisodeFilesService } from './episodeFilesService.ts';

/** What a worker thread does that was started to read files of episodes. */
export function serveEpisodeFiles(_: undefined, port: Port): void {
  const service = new EpisodeFilesService();
  serve<EpisodeFiles>(port, {
    status: params => service.status(params),
    changed: (params, signal) => service.changed(params, signal),
    rows: params => service.rows(params),
    rowOf: params => service.rowOf(params),
    histogram: params => service.histogram(params),
    values: params => service.values(params),
    episode: params => service.episode(params),
    part: params => service.part(params),
    turnChanges: params => service.turnChanges(params),
    running: params => service.running(params),
    provide: params => service.provide(params),
    close: params => service.close(params),
  });
}

/** Starts a thread that reads files of episodes. */
export function startEpisodeFiles(): Thread<EpisodeFiles> {
  return startThread<EpisodeFiles>('episodeFiles', undefined);
}
