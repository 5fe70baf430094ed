import type * as vscode from 'vscode';
import { HumanError } from '../../engine/problem.ts';
import type { EpisodeKey, OpenedEpisode } from '../../protocol/episodeFiles.ts';
import { type EpisodeAddress, episodeUri } from '../episodes/episodeUri.ts';
import type { Services } from '../services.ts';
import { setting } from '../support/contributions.ts';
import { provideEpisodes } from '../support/episodeSource.ts';

/** An episode to be compared: where it stands, what the thread calls its file, and all of it. */
export interface LoadedEpisode {
  readonly file: vscode.Uri;
  readonly path: string;
  readonly key: EpisodeKey;
  /** Its document. */
  readonly uri: vscode.Uri;
  readonly episode: OpenedEpisode;
}

/** Reads an episode as its document shows it. Rejects with a `HumanError` where there is none. */
export async function loadEpisode(services: Services, address: EpisodeAddress): Promise<LoadedEpisode> {
  const { file, id, line } = address;
  const path = await provideEpisodes(services, file);
  const key = { path, ...(id !== undefined && { id }), ...(line !== undefined && { line }) };
  const episode = await services.episodeFiles.episode({
    ...key,
    observationLines: setting('episode.observationLines'),
  });
  if ('problem' in episode)
    throw new HumanError(`Line ${episode.problem.line} of ${path} is no episode: ${episode.problem.message}`);
  const uri = episodeUri({ file, id: episode.id, ...(line !== undefined && { line }) });
  return { file, path, key, uri, episode };
}
