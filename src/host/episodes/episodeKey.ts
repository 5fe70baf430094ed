import type { EpisodeKey } from '../../protocol/episodeFiles.ts';
import type { Services } from '../services.ts';
import { provideEpisodes } from '../support/episodeSource.ts';
import type { EpisodeAddress } from './episodeUri.ts';

/** What the episode thread calls an episode, once it has its file. Rejects with a `HumanError` when that cannot be read. */
export async function episodeKey(
  services: Pick<Services, 'episodeFiles'>,
  { file, id, line }: Pick<EpisodeAddress, 'file' | 'id' | 'line'>,
): Promise<EpisodeKey> {
  const path = await provideEpisodes(services, file);
  return { path, ...(id !== undefined && { id }), ...(line !== undefined && { line }) };
}
