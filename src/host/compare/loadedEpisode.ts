import type * as vscode from 'vscode';
import { HumanError } from '../../engine/problem.ts';
import type { EpisodeKey, OpenedEpisode } from '../../protocol/episodeFiles.ts';
import { episodeKey } from '../episodes/episodeKey.ts';
import type { EpisodeAddress } from '../episodes/episodeUri.ts';
import type { Services } from '../services.ts';
import { setting } from '../support/contributions.ts';

/** An episode to be compared: where it stands and all of it. */
export interface LoadedEpisode {
  readonly file: vscode.Uri;
  readonly key: EpisodeKey;
  readonly episode: OpenedEpisode;
}

/** Reads an episode as its document shows it. Rejects with a `HumanError` where there is none. */
export async function loadEpisode(
  services: Services,
  { against, part: _, ...address }: EpisodeAddress,
): Promise<LoadedEpisode> {
  const key = await episodeKey(services, address);
  const display = {
    observationLines: setting('episode.observationLines'),
    ...(against && { against: { ...(await episodeKey(services, against)), side: against.side } }),
  };
  const episode = await services.episodeFiles.episode({ ...key, ...display });
  if ('problem' in episode)
    throw new HumanError(`Line ${episode.problem.line} of ${key.path} is no episode: ${episode.problem.message}`);
  return { file: address.file, key, episode };
}
