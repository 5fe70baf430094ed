import { repetitions } from '../../engine/analysis/loops.ts';
import { stepProblems } from '../../engine/analysis/problems.ts';
import { readingLimits } from '../../engine/trajectory/excerpt.ts';
import { trajectoryText } from '../../engine/trajectory/text.ts';
import type { EpisodeDisplay, OpenedEpisode } from '../../protocol/episodeFiles.ts';

/** An episode as it was found in a file or in a journal. */
export type FoundEpisode = Omit<OpenedEpisode, 'text' | 'problems' | 'repetitions'>;

/** A found episode with all that an editor needs to show it. */
export function openedEpisode(found: FoundEpisode, { observationLines }: EpisodeDisplay): OpenedEpisode {
  const { history, outcome } = found;
  const limits = observationLines === undefined ? undefined : readingLimits(observationLines);
  return {
    ...found,
    text: trajectoryText({ ...history, ...(outcome && { outcome }) }, limits),
    problems: stepProblems(history.steps),
    repetitions: repetitions(history.steps),
  };
}
