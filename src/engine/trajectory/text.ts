import { type ExcerptLimits, omissionText } from './excerpt.ts';
import type { EpisodePart } from './part.ts';
import { endingBlock, openingBlock, type TextBlock, taskBlock } from './textBlock.ts';
import { fittingSteps } from './textFit.ts';
import type { History, Outcome } from './trajectory.ts';

/** What a stretch of lines in a trajectory's text says. */
export type TextPart = 'task' | 'opening' | 'thought' | 'action' | 'observation' | 'note' | 'ending';

/** Lines `from` (inclusive) to `to` (exclusive), 0-based. */
export interface LineRange {
  readonly from: number;
  readonly to: number;
}

/** Which lines say what. */
export interface PartRange extends LineRange {
  readonly part: TextPart;
  /** 0-based index of the step; absent for what belongs to the episode as a whole. */
  readonly step?: number;
}

/** A line that says how much is left out in its place. */
export interface TextGap {
  /** 0-based. */
  readonly line: number;
  /** What shows it in full (`partText`). */
  readonly of: EpisodePart;
}

/** A trajectory as text and, apart from it, the positions of its parts and steps. */
export interface TrajectoryText {
  /** Ends with a newline. */
  readonly text: string;
  /** In the order of the lines; blank lines between blocks belong to no part. */
  readonly parts: readonly PartRange[];
  /** The lines of each step, by index. Steps that are left out share the line that says so. */
  readonly steps: readonly LineRange[];
  /** In the order of the lines. */
  readonly gaps: readonly TextGap[];
}

/**
 * A trajectory as plain text: the task, the opening, a block a step, why it ended. Lead words tell the parts apart
 * (`Thought:` and `Action:` at the start of a line, the answer indented below its action); text of several lines starts
 * below its lead word, four spaces deep. Two episodes that did the same have the same lines: nothing that counts or
 * times (step numbers, tokens, rewards, who played) is written. An episode that still runs has no outcome.
 *
 * With limits the middle of long parts is left out, and of an episode that is too much for an editor more than that.
 * A line such as `… 140 lines left out` says so, three spaces deep or, for steps, not indented: no other line begins so.
 */
export function trajectoryText(
  episode: History & { readonly outcome?: Outcome },
  limits?: ExcerptLimits,
): TrajectoryText {
  const lines: string[] = [];
  const parts: PartRange[] = [];
  const gaps: TextGap[] = [];
  const write = (block: TextBlock, step?: number) => {
    const from = lines.length;
    const range = { part: block.part, from, to: from + block.lines.length };
    parts.push(step === undefined ? range : { ...range, step });
    for (const { at, of } of block.gaps) gaps.push({ line: from + at, of });
    for (const line of block.lines) lines.push(line);
  };
  write(taskBlock(episode.task, limits));
  lines.push('');
  write(openingBlock(episode.opening, limits));
  const { blocks, leftOut } = fittingSteps(episode.steps, limits);
  const steps: LineRange[] = [];
  for (let step = 0; step < blocks.length; step++) {
    lines.push('');
    const from = lines.length;
    if (step === leftOut?.from) {
      const count = leftOut.to - leftOut.from;
      gaps.push({ line: from, of: { name: 'steps', step } });
      lines.push(`… ${omissionText({ count, unit: 'step' })}`);
      for (; step < leftOut.to - 1; step++) steps.push({ from, to: from + 1 });
    } else for (const block of blocks[step]!) write(block, step);
    steps.push({ from, to: lines.length });
  }
  if (episode.outcome) {
    lines.push('');
    write(endingBlock(episode.outcome, limits));
  }
  return { text: `${lines.join('\n')}\n`, parts, steps, gaps };
}
