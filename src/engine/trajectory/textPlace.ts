import type { Repetition } from '../analysis/loops.ts';
import type { LineRange, PartRange, TextPart, TrajectoryText } from './text.ts';

/** The step that a line belongs to, or the last one before it, 0-based; -1 above the first step. */
export function stepAt({ steps }: Pick<TrajectoryText, 'steps'>, line: number): number {
  return lastAt(steps, line);
}

/** The part that a line belongs to; undefined for the blank lines between parts. */
export function partAt({ parts }: Pick<TrajectoryText, 'parts'>, line: number): PartRange | undefined {
  const part = parts[lastAt(parts, line)];
  return part && line < part.to ? part : undefined;
}

/** The parts that have a line between `from` and `to` (exclusive), found without looking at the others. */
export function partsBetween({ parts }: Pick<TrajectoryText, 'parts'>, { from, to }: LineRange): readonly PartRange[] {
  const last = lastAt(parts, to - 1);
  const first = Math.max(0, lastAt(parts, from));
  return parts.slice(first, last + 1).filter(part => part.to > from);
}

/** The lines of one part of a step; undefined where the step has none, or is left out. */
export function partOfStep(text: TrajectoryText, step: number, part: TextPart): PartRange | undefined {
  const range = text.steps[step];
  return range && partsBetween(text, range).find(each => each.part === part && each.step === step);
}

/** The index of the last range that begins at or before a line; -1 when there is none. */
function lastAt(ranges: readonly LineRange[], line: number): number {
  let low = 0;
  let high = ranges.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (ranges[middle]!.from <= line) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

/**
 * The lines of a repetition that only repeat: from the blank line after its first time to its end, which fold to that
 * blank line.
 */
export function repeatedLines({ steps }: Pick<TrajectoryText, 'steps'>, repetition: Repetition): LineRange {
  const { from, period, times } = repetition;
  return { from: steps[from + period - 1]!.to, to: steps[from + period * times - 1]!.to };
}
