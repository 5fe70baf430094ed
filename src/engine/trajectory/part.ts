import { omissionText, readingLimits } from './excerpt.ts';
import { trajectoryText } from './text.ts';
import type { History, Outcome } from './trajectory.ts';
import { visible } from './visible.ts';

/** The parts of an episode of whose middle its text may say only that it is left out. */
export type PartName = 'instruction' | 'opening' | 'thought' | 'action' | 'observation' | 'message' | 'steps';

/** A part of an episode. */
export interface EpisodePart {
  readonly name: PartName;
  /** 0-based index of the step it belongs to, of the first one for `steps`; null for what belongs to the whole episode. */
  readonly step: number | null;
}

/** UTF-16 units: VS Code gives up highlighting at 20 MB and what is beyond makes it slow. */
const most = 8_000_000;

/**
 * A part in full, safe to show, undefined when the episode has no such part; `steps` are all from the given one on, as
 * `trajectoryText` shows them. A part that is too much for an editor ends with a line that says how much is left out.
 */
export function partText(
  episode: History & { readonly outcome?: Outcome },
  { name, step }: EpisodePart,
): string | undefined {
  const turn = step === null ? undefined : episode.steps[step];
  switch (name) {
    case 'instruction':
      return whole(episode.task.instruction);
    case 'opening':
      return whole(episode.opening);
    case 'message':
      return whole(episode.outcome?.message);
    case 'steps':
      return turn && trajectoryText({ ...episode, steps: episode.steps.slice(step!) }, readingLimits(60)).text;
    default:
      return whole(turn?.[name]);
  }
}

function whole(raw: string | undefined): string | undefined {
  if (raw === undefined) return undefined;
  let shown = visible(raw.slice(0, most));
  let length = Math.min(raw.length, most);
  if (shown.length > most) {
    length = Math.floor((length * most) / shown.length);
    shown = visible(raw.slice(0, length));
  }
  if (length === raw.length) return shown;
  return `${shown}\n… ${omissionText({ count: raw.length - length, unit: 'character' })}\n`;
}
