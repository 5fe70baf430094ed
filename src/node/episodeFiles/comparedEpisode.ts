import { alignSteps } from '../../engine/analysis/alignment.ts';
import { alignedText } from '../../engine/trajectory/alignedText.ts';
import type { OpenedEpisode } from '../../protocol/episodeFiles.ts';
import type { FoundEpisode } from './openedEpisode.ts';

/** An episode as it stands on one side of a comparison with another. */
export function comparedEpisode(opened: OpenedEpisode, other: FoundEpisode, side: 'left' | 'right'): OpenedEpisode {
  const [own, others] = [opened.history.steps, other.history.steps];
  const alignment = side === 'left' ? alignSteps(own, others) : alignSteps(others, own);
  return { ...opened, alignment, text: alignedText(opened.text, alignment.rows, side) };
}
